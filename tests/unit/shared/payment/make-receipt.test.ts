import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeReceipt, type ReceiptSources, type RefundTransfer } from '../../../../shared/payment/make-receipt.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { receiptSchema, type Receipt } from '../../../../shared/payment/receipt.ts';
import { noRemedies } from '../../../../shared/payment/remedies.ts';
import { settle } from '../../../../shared/payment/settle.ts';
import { unwrap } from '../../../../shared/result.ts';
import { dai, lower, optionFor, payable, payment, usdc, usdt } from './fixtures.ts';

const invoice = payable();
const { exact, tagged } = optionFor(invoice, usdc);

function sources(more: Partial<ReceiptSources>): ReceiptSources {
  return { payments: [], remedies: noRemedies, refunds: [], outside: [], credits: [], ...more };
}

/** Sources with the remedies that refunds, outside payments and credit notes are settled by. */
function settledBy(more: Partial<ReceiptSources>): ReceiptSources {
  const all = sources(more);
  const at = (day: string) => Math.floor(Date.parse(`${day}T12:00:00Z`) / 1000);
  return {
    ...all,
    remedies: {
      ...all.remedies,
      refunds: all.refunds.map(({ chainId, token, units, value, isFinal, blockTime }) => ({
        chainId,
        token,
        units,
        value,
        isFinal,
        at: blockTime,
      })),
      outside: all.outside.map(({ amount, date }) => ({ amount: BigInt(amount), at: at(date) })),
      credits: all.credits.map(({ amount, issueDate }) => ({ amount: BigInt(amount), at: at(issueDate) })),
    },
  };
}

function back(units: bigint, more: Partial<RefundTransfer> = {}): RefundTransfer {
  const { chainId, blockNumber, txHash, blockTime } = payment(usdc, units);
  const base = { chainId, blockNumber, txHash, blockTime, token: lower(usdc.address), units: units.toString() };
  return { ...base, to: `0x${'2'.repeat(40)}`, value: 0n, isFinal: true, ...more };
}

const sum = (rows: readonly { readonly amount: string }[]) =>
  rows.reduce((all, { amount }) => all + BigInt(amount), 0n);

/** What a reader adds up on the paper. */
function checkSums({ payments, outside, refunds, credits, totals }: Receipt): void {
  expect(sum(payments) + sum(outside) - sum(refunds)).toBe(BigInt(totals.received));
  expect([sum(payments), sum(outside), sum(refunds)]).toEqual(
    [totals.paid, totals.outside, totals.refunded].map(BigInt),
  );
  expect(sum(credits)).toBe(BigInt(totals.credited));
  const due = BigInt(totals.due);
  expect(due - BigInt(totals.forgiven) + BigInt(totals.over)).toBe(BigInt(totals.received));
}

describe('a receipt', () => {
  test('of an invoice paid at once, by its exact amount, shows the invoice’s sum and the whole quantity', () => {
    const receipt = unwrap(makeReceipt(invoice, sources({ payments: [payment(usdc, tagged, { state: 'final' })] })));
    expect(receiptSchema.parse(receipt)).toEqual(receipt);
    expect(receipt).toMatchObject({
      payments: [{ symbol: 'USDC', units: tagged.toString(), amount: '120000', isFinal: true }],
      totals: { received: '120000', over: '0', isFinal: true },
    });
    checkSums(receipt);
  });

  test.each([
    ['nothing came', []],
    ['a part came', [payment(usdc, BigInt(exact) / 2n)]],
    ['it waits for confirmations', [payment(usdc, tagged, { state: 'confirming' })]],
    ['it was reversed', [payment(usdc, tagged, { state: 'reversed' })]],
  ] satisfies [string, Payment[]][])('there is none while %s', (_, payments) => {
    expect(makeReceipt(invoice, sources({ payments }))).toMatchObject({
      ok: false,
      problem: { code: 'receipt.not-paid' },
    });
  });

  test('there is none for what was credited whole: that was not paid', () => {
    const credits = [{ number: 'CN-2026-0001', issueDate: '2026-11-25', amount: '120000' }];
    const made = makeReceipt(invoice, settledBy({ credits }));
    expect(made.ok ? '' : made.problem.message).toContain('credited, not paid');
  });

  test('rows add up, in whatever tokens, parts and remedies it was paid, told in whatever order', () => {
    const part = fc.record({
      token: fc.constantFrom(usdc, usdt, dai),
      thousandths: fc.bigInt(100n, 900n),
      dust: fc.bigInt(0n, 999_999n),
      time: fc.integer({ min: 1_800_000_000, max: 1_800_000_009 }),
      state: fc.constantFrom('confirmed' as const, 'final' as const),
    });
    const outside = fc.record({
      date: fc.constantFrom('2026-11-24', '2026-11-25'),
      method: fc.constantFrom('cash' as const, 'bank' as const),
      amount: fc.bigInt(1n, 90_000n).map(String),
    });
    const credit = fc.bigInt(1n, 60_000n).map((amount) => ({
      number: 'CN-2026-0001',
      issueDate: '2026-11-25',
      amount: amount.toString(),
    }));
    let paid = 0;
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.array(outside, { maxLength: 2 }),
        fc.array(credit, { maxLength: 1 }),
        fc.option(fc.bigInt(1n, 300_000_000n), { nil: null }),
        (parts, cash, credits, refunded) => {
          const payments = parts.map(({ token, thousandths, dust, time, state }) => {
            const due = BigInt(optionFor(invoice, token).exact);
            return payment(token, (due * thousandths) / 1000n + dust, { blockTime: time, state });
          });
          const refunds = refunded === null ? [] : [back(refunded, { blockTime: 1_800_000_010 })];
          const all = settledBy({ payments, outside: cash, credits, refunds });
          const settlement = settle(invoice, all.payments, all.remedies);
          const made = makeReceipt(invoice, all);
          expect(made.ok).toBe(settlement.remaining === 0n && settlement.received > 0n);
          if (!made.ok) return;
          paid += 1;
          checkSums(made.value);
          expect(made.value.totals.received).toBe(settlement.received.toString());
          expect(receiptSchema.safeParse(made.value).success).toBe(true);
          const shuffled = { ...all, payments: payments.toReversed(), outside: cash.toReversed() };
          const again = unwrap(makeReceipt(invoice, shuffled));
          expect(again.payments).toEqual(made.value.payments);
          expect(again.totals).toEqual(made.value.totals);
        },
      ),
      { numRuns: 300 },
    );
    expect(paid).toBeGreaterThan(60);
  });

  test('is dated by the last thing that it tells of, and confirmed is not final', () => {
    const receipt = unwrap(
      makeReceipt(
        invoice,
        settledBy({
          payments: [payment(usdc, tagged, { confirmations: 99, requiredConfirmations: 12, state: 'confirmed' })],
          credits: [{ number: 'CN-2030-0001', issueDate: '2030-01-02', amount: '100' }],
        }),
      ),
    );
    expect(receipt.date).toBe('2030-01-02');
    expect(receipt.payments).toMatchObject([{ confirmations: 12, requiredConfirmations: 12, isFinal: false }]);
    expect(receipt.totals).toMatchObject({ isFinal: false, over: '100', credited: '100' });
  });
});
