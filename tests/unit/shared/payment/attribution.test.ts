import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, wantsCalldata, type Attribution } from '../../../../shared/payment/attribution.ts';
import { encodeTransferCalldata } from '../../../../shared/payment/transfer-calldata.ts';
import type { TransferLog } from '../../../../shared/payment/transfer.ts';
import type { Watch } from '../../../../shared/payment/watch.ts';
import { createWatchIndex } from '../../../../shared/payment/watch-index.ts';
import { dai, lower, payer, tag, transfer, usdc, usdt, wallet, watch } from './fixtures.ts';

const own = '0x90f79bf6eb2c4f870365e785982e1f101e93b906';
const lookAlike = '0x15d34aaf54267db7d7c367839aaf71a00a2c6a65';
const calldata = encodeTransferCalldata(wallet, 1_200_000_000n, tag);

function outcome(attribution: Attribution): string {
  if (attribution.kind === 'credited')
    return `${attribution.watch.linkId} by ${attribution.rule}${attribution.late ? ' late' : ''}`;
  if (attribution.kind === 'ignored') return `ignored ${attribution.reason}`;
  return [`unmatched ${attribution.reason}`, ...attribution.candidates].join(' ');
}

function judge(watches: Watch[], log: Partial<TransferLog>, data?: string): string {
  return outcome(attribute(transfer(log), data, createWatchIndex(watches)));
}

describe('an address of its own', () => {
  const watches = [watch({ address: own, ownAddress: true, tagged: 1_200_000_000n })];

  test('credits whatever amount of the right token comes', () => {
    expect(judge(watches, { to: own })).toBe('link-a by own-address');
    expect(judge(watches, { to: own, units: 1n })).toBe('link-a by own-address');
  });

  test('does not credit another token, and names the invoice', () => {
    expect(judge(watches, { to: own, token: lower(usdt.address) })).toBe('unmatched wrong-token link-a');
    expect(judge(watches, { to: own, token: lookAlike })).toBe('unmatched wrong-token link-a');
  });

  test('comes before a tag of another invoice', () => {
    const other = watch({ linkId: 'link-b', address: own, tag: 'ff'.repeat(16) });
    const data = encodeTransferCalldata(own, 1_200_000_000n, other.tag);
    expect(judge([...watches, other], { to: own }, data)).toBe('link-a by own-address');
  });
});

describe('a tag in the calldata', () => {
  const other = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), tagged: 1_200_000_777n });

  test('says whose it is, whatever the amount', () => {
    const data = encodeTransferCalldata(wallet, 5n, tag);
    expect(judge([watch(), other], { units: 5n }, data)).toBe('link-a by tag');
  });

  test('comes before the amount of another', () => {
    const data = encodeTransferCalldata(wallet, other.tagged, tag);
    expect(judge([watch(), other], { units: other.tagged }, data)).toBe('link-a by tag');
  });

  test('speaks only of its own log', () => {
    expect(judge([watch(), other], { units: other.tagged }, calldata)).toBe('link-b by tagged-amount');
    expect(judge([watch()], { units: 99n }, calldata)).toBe('unmatched no-rule');
  });

  test('with the wrong token credits nothing and names the invoice', () => {
    expect(judge([watch()], { token: lower(dai.address) }, calldata)).toBe('unmatched wrong-token link-a');
    expect(judge([watch()], { token: lookAlike }, calldata)).toBe('unmatched wrong-token link-a');
  });

  test('of an invoice at another address or chain is no tag here', () => {
    const elsewhere = watch({ linkId: 'link-c', address: own });
    const stranger = watch({ linkId: 'link-d', tag: '11'.repeat(16) });
    expect(judge([elsewhere, stranger], {}, calldata)).toBe('unmatched no-rule link-d');
  });
});

describe('the tagged amount', () => {
  test('must be exact, in the right token, to the right address, on the right chain', () => {
    const watches = [watch()];
    const units = watch().tagged;
    expect(judge(watches, { units })).toBe('link-a by tagged-amount');
    expect(judge(watches, { units: units + 1n })).toBe('unmatched no-rule');
    expect(judge(watches, { units, token: lower(usdt.address) })).toBe('unmatched wrong-token');
    expect(judge(watches, { units, token: lookAlike })).toBe('ignored unknown-token');
    expect(judge(watches, { units, to: own })).toBe('ignored not-watched');
    expect(judge(watches, { units, chainId: 1 })).toBe('ignored not-watched');
  });

  test('without its tail is nobody’s, and suggests who it might be', () => {
    const twin = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), tagged: 1_200_000_001n });
    expect(judge([watch(), twin], {})).toBe('unmatched no-rule link-a link-b');
  });

  test('that two invoices share is neither’s', () => {
    const twin = watch({ linkId: 'link-b', tag: 'ff'.repeat(16) });
    expect(judge([watch(), twin], { units: twin.tagged })).toBe('unmatched ambiguous link-a link-b');
  });

  test('belongs to the open one of two when the other has ended', () => {
    const ended = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), monitorUntil: 1_600_000_000 });
    expect(judge([watch(), ended], { units: ended.tagged })).toBe('link-a by tagged-amount');
  });
});

describe('time', () => {
  test('late is credited and said; too late is not', () => {
    const { tagged: units, expiresAt, monitorUntil } = watch();
    expect(judge([watch()], { units, blockTime: expiresAt })).toBe('link-a by tagged-amount');
    expect(judge([watch()], { units, blockTime: expiresAt + 1 })).toBe('link-a by tagged-amount late');
    expect(judge([watch()], { units, blockTime: monitorUntil })).toBe('link-a by tagged-amount late');
    expect(judge([watch()], { units, blockTime: monitorUntil + 1 })).toBe('unmatched monitoring-ended link-a');
  });
});

test('two transfers in one transaction are two payments, each its own', () => {
  const second = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), tagged: 1_200_000_777n });
  const index = createWatchIndex([watch(), second]);
  const logs = [transfer({ logIndex: 3 }), transfer({ logIndex: 4, units: second.tagged })];
  expect(logs.map((log) => outcome(attribute(log, calldata, index)))).toEqual([
    'link-a by tag',
    'link-b by tagged-amount',
  ]);
});

test('nothing, and money going round in a circle, are ignored', () => {
  expect(judge([watch()], { units: 0n })).toBe('ignored zero-value');
  expect(judge([watch()], { from: wallet }, calldata)).toBe('ignored self-transfer');
});

test('calldata is wanted only where invoices share an address', () => {
  const index = createWatchIndex([watch(), watch({ linkId: 'link-b', address: own, ownAddress: true })]);
  expect([transfer(), transfer({ to: own }), transfer({ to: payer })].map((log) => wantsCalldata(log, index))).toEqual([
    true,
    false,
    false,
  ]);
});

describe('the index', () => {
  test('forgets a link and nothing else', () => {
    const second = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), tagged: 1_200_000_777n });
    const index = createWatchIndex([watch(), watch({ token: lower(dai.address) }), second]);
    expect(index.size).toBe(3);
    index.removeLink('link-a');
    index.removeLink('link-a');
    expect(index.size).toBe(1);
    expect(outcome(attribute(transfer({ units: watch().tagged }), undefined, index))).toBe('unmatched no-rule');
    expect(outcome(attribute(transfer(), calldata, index))).toBe('unmatched no-rule link-b');
    expect(outcome(attribute(transfer({ units: second.tagged }), undefined, index))).toBe('link-b by tagged-amount');
    index.removeLink('link-b');
    expect(outcome(attribute(transfer(), calldata, index))).toBe('ignored not-watched');
  });

  test('gives what a search through all watches gives', () => {
    const few = <T>(...values: T[]) => fc.constantFrom(...values);
    const addresses = few<`0x${string}`>(wallet, own, lookAlike);
    const tokens = few(lower(usdc.address), lower(usdt.address));
    const watches = fc.array(
      fc.record({
        linkId: few('a', 'b', 'c', 'd'),
        token: tokens,
        address: addresses,
        ownAddress: fc.boolean(),
        units: fc.bigInt(1n, 3n),
        tag: few('00'.repeat(16), '11'.repeat(16)),
      }),
      { maxLength: 8 },
    );
    const log = fc.record({
      token: tokens,
      to: addresses,
      units: fc.bigInt(0n, 4n),
      tag: fc.option(few('00'.repeat(16), '11'.repeat(16))),
    });
    fc.assert(
      fc.property(watches, log, (fields, seen) => {
        const all = fields.map(({ units, ...each }) => watch({ ...each, exact: units, tagged: units }));
        const data = seen.tag === null ? undefined : encodeTransferCalldata(seen.to, seen.units, seen.tag);
        const got = attribute(transfer(seen), data, createWatchIndex(all));
        expect(got.kind === 'credited' ? [got.rule, got.watch.linkId] : got.kind).toEqual(search(all, seen));
      }),
      { numRuns: 1000 },
    );
  });
});

/** The rules once more, by brute force over every watch. */
function search(all: Watch[], seen: { token: string; to: string; units: bigint; tag: string | null }) {
  const here = all.filter((each) => each.address === seen.to);
  if (here.length === 0 || seen.units === 0n) return 'ignored';
  const one = (rule: string, fitting: Watch[]) => {
    const links = new Set(fitting.map((each) => each.linkId));
    return links.size === 1 ? [rule, fitting[0]?.linkId] : 'unmatched';
  };
  const owners = here.filter((each) => each.ownAddress);
  const sameToken = (each: Watch) => each.token === seen.token;
  if (owners.length > 0) return one('own-address', owners.filter(sameToken));
  const named = here.filter((each) => each.tag === seen.tag);
  if (named.length > 0) return one('tag', named.filter(sameToken));
  const amounts = here.filter((each) => sameToken(each) && each.tagged === seen.units);
  return amounts.length > 0 ? one('tagged-amount', amounts) : 'unmatched';
}
