import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asksForExactly, type AssumableInvoice } from '../../../../shared/payment/assumed-amount.ts';
import { attribute } from '../../../../shared/payment/attribution.ts';
import { restToPay, unpaidShare } from '../../../../shared/payment/rest.ts';
import { createWatchIndex } from '../../../../shared/payment/watch-index.ts';
import { chainId, lower, transfer, usdc, usdt, wallet, watch } from './fixtures.ts';

const common = { chainId, address: wallet, ownAddress: false } as const;
const option = (exact: bigint, token = lower(usdc.address)) => ({ ...common, token, exact, tagged: exact + 7n });
const invoice = (fields: Partial<AssumableInvoice> = {}): AssumableInvoice => ({
  linkId: 'link-a',
  options: [option(1_200_000_000n), option(1_200_000_000n, lower(usdt.address))],
  issuedAt: 0,
  closedAt: null,
  payments: [],
  ...fields,
});

const linksOf = (invoices: readonly AssumableInvoice[], log: ReturnType<typeof transfer>) =>
  invoices.filter((each) => asksForExactly(each, log)).map(({ linkId }) => linkId);

test('names the open invoices that ask for exactly this, and no other', () => {
  const asks = (fields: Partial<AssumableInvoice>, log = {}) => linksOf([invoice(fields)], transfer(log));
  expect(asks({})).toEqual(['link-a']);
  expect(asks({}, { token: usdt.address })).toEqual(['link-a']);
  expect(asks({}, { units: 1_200_000_007n })).toEqual([]);
  expect(asks({}, { chainId: 1 })).toEqual([]);
  expect(asks({ issuedAt: 1_700_000_001 })).toEqual([]);
  expect(asks({ closedAt: 1_700_000_000 })).toEqual([]);
  expect(asks({ closedAt: 1_700_000_001 })).toEqual(['link-a']);
  expect(asks({ options: [{ ...option(1_200_000_000n), ownAddress: true }] })).toEqual([]);
  const part = { chainId, token: usdt.address, units: 1_000_000_000n };
  expect(asks({ payments: [part] })).toEqual([]);
  expect(asks({ payments: [part] }, { units: 200_000_000n })).toEqual(['link-a']);
  expect(asks({ payments: [part, { ...part, units: 200_000_000n }] })).toEqual([]);
});

test('says what the relay’s tables say', () => {
  const fields = fc.record({
    exact: fc.bigInt(1n, 4n),
    paid: fc.bigInt(0n, 4n),
    issuedAt: fc.constantFrom(1, 1_700_000_001),
    closedAt: fc.constantFrom(null, 5),
  });
  fc.assert(
    fc.property(fc.array(fields, { maxLength: 6 }), fc.bigInt(1n, 4n), (all, units) => {
      const invoices = all.map(({ exact, paid, issuedAt, closedAt }, at) =>
        invoice({
          linkId: `link-${at}`,
          options: [option(exact)],
          issuedAt,
          closedAt,
          payments: paid > 0n ? [{ chainId, token: lower(usdc.address), units: paid }] : [],
        }),
      );
      const watches = invoices.map((each) => {
        const [asked] = each.options;
        const share = unpaidShare(each.options, each.payments);
        const rest = restToPay(asked!, share);
        const isPart = each.payments.length > 0 && rest !== null;
        return watch({
          ...asked!,
          token: lower(usdc.address),
          address: wallet,
          linkId: each.linkId,
          tag: each.linkId,
          issuedAt: each.issuedAt,
          assume: true,
          isOpen: each.closedAt === null && rest !== null,
          ...(isPart ? { rest } : {}),
        });
      });
      const log = transfer({ units });
      const said = attribute(log, undefined, createWatchIndex(watches));
      const named = linksOf(invoices, log);
      if (said.kind === 'credited' && said.rule === 'assumed') expect(named).toEqual([said.watch.linkId]);
      else expect(named.length === 1).toBe(false);
    }),
    { numRuns: 500 },
  );
});
