import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, wantsCalldata, type Attribution } from '../../../../shared/payment/attribution.ts';
import { encodeTransferCalldata } from '../../../../shared/payment/transfer-calldata.ts';
import type { TransferLog } from '../../../../shared/payment/transfer.ts';
import type { Watch } from '../../../../shared/payment/watch.ts';
import { createWatchIndex } from '../../../../shared/payment/watch-index.ts';
import { dai, eurc, lower, payer, tag, transfer, usdc, usdt, wallet, watch } from './fixtures.ts';

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

  test('speaks of its log also where the token keeps a small fee, and never of another transfer of the batch', () => {
    const sent = encodeTransferCalldata(wallet, 1_000_000n, tag);
    expect(judge([watch(), other], { units: 998_000n }, sent)).toBe('link-a by tag');
    expect(judge([watch(), other], { units: 960_000n }, sent)).toBe('unmatched no-rule');
    expect(judge([watch(), other], { units: 1_000_001n }, sent)).toBe('unmatched no-rule');
    const batch = sent + encodeTransferCalldata(wallet, 998_000n, other.tag).slice(2);
    expect(judge([watch(), other], { units: 998_000n }, batch)).toBe('link-b by tag');
  });
});

describe('the tagged amount', () => {
  test('must be exact, in the right token, to the right address, on the right chain', () => {
    const watches = [watch()];
    const units = watch().tagged;
    expect(judge(watches, { units })).toBe('link-a by tagged-amount');
    expect(judge(watches, { units: units + 1n })).toBe('unmatched no-rule');
    expect(judge(watches, { units, token: lower(usdt.address) })).toBe('unmatched wrong-token link-a');
    expect(judge(watches, { units, token: lower(eurc.address) })).toBe('unmatched wrong-token');
    expect(judge(watches, { units, token: lookAlike })).toBe('ignored unknown-token');
    expect(judge(watches, { units, to: own })).toBe('ignored not-watched');
    expect(judge(watches, { units, chainId: 1 })).toBe('ignored unknown-token');
    expect(judge(watches, { units, chainId: 1, to: own })).toBe('ignored not-watched');
  });

  test('without its tail is nobody’s where its owner does not allow an assumption, and suggests who it might be', () => {
    expect(judge([watch()], {})).toBe('unmatched no-rule link-a');
  });

  test('that two invoices share is neither’s', () => {
    const twin = watch({ linkId: 'link-b', tag: 'ff'.repeat(16) });
    expect(judge([watch(), twin], { units: twin.tagged })).toBe('unmatched ambiguous link-a link-b');
  });

  test('belongs to the open one of two when the other was paid and has ended; not when it ended unpaid', () => {
    const ended = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), monitorUntil: 1_600_000_000, isOpen: false });
    expect(judge([watch(), ended], { units: ended.tagged })).toBe('link-a by tagged-amount');
    const unpaid = { ...ended, isOpen: true };
    expect(judge([watch(), unpaid], { units: ended.tagged })).toBe('unmatched ambiguous link-a link-b');
  });
});

describe('the amount without its tail', () => {
  const assumable = watch({ assume: true });
  const twin = watch({ linkId: 'link-b', tag: 'ff'.repeat(16), tagged: 1_200_000_001n, assume: true });

  test('is assumed to be the one open invoice’s that asks for it', () => {
    expect(judge([assumable], {})).toBe('link-a by assumed');
    expect(judge([assumable], { blockTime: assumable.expiresAt + 1 })).toBe('link-a by assumed late');
    expect(judge([assumable, { ...twin, isOpen: false }], {})).toBe('link-a by assumed');
    expect(judge([assumable], { units: assumable.exact + 1n })).toBe('unmatched no-rule');
  });

  test('that several open invoices ask for is nobody’s, also where one has ended unpaid', () => {
    expect(judge([assumable, twin], {})).toBe('unmatched ambiguous link-a link-b');
    expect(judge([assumable, { ...twin, assume: false }], {})).toBe('unmatched ambiguous link-a link-b');
    expect(judge([assumable, { ...twin, monitorUntil: 1_600_000_000 }], {})).toBe('unmatched ambiguous link-a link-b');
  });

  test('is nobody’s once the invoice is paid, withdrawn or no longer looked at, and still suggests it', () => {
    expect(judge([{ ...assumable, isOpen: false }], {})).toBe('unmatched no-rule link-a');
    expect(judge([assumable], { blockTime: assumable.monitorUntil + 1 })).toBe('unmatched monitoring-ended link-a');
  });

  test('of a rest is assumed, and the whole is not, once a part is paid', () => {
    const part = { ...assumable, rest: { exact: 200_000_000n, tagged: 200_004_217n } };
    expect(judge([part], { units: 200_000_000n })).toBe('link-a by assumed');
    expect(judge([part], {})).toBe('unmatched no-rule link-a');
  });

  test('that was sent before the invoice was issued is not for it', () => {
    const issued = { ...assumable, issuedAt: 1_700_000_001 };
    expect(judge([issued], {})).toBe('unmatched no-rule link-a');
    expect(judge([issued], { blockTime: issued.issuedAt })).toBe('link-a by assumed');
    expect(judge([issued, twin], {})).toBe('link-b by assumed');
  });

  test('is ambiguous where more invoices share it than anyone would compare', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      watch({ linkId: `link-${at}`, tag: 'ff'.repeat(16), assume: true }),
    );
    expect(judge(many, {})).toMatch(/^unmatched ambiguous( link-\d+){10}$/);
  });
});

describe('from another of the owner’s addresses', () => {
  const forwarder = watch({ linkId: 'link-c', address: own, ownAddress: true, tagged: 1_200_000_000n });
  const shared = watch({ assume: true });

  test('a transfer without a mark is internal, whatever its amount', () => {
    expect(judge([shared, forwarder], { from: own })).toBe('unmatched internal');
    expect(judge([shared, forwarder], { from: own, units: 5n })).toBe('unmatched internal');
    expect(judge([shared, { ...forwarder, chainId: 1 }], { from: own })).toBe('unmatched internal');
    expect(judge([shared, forwarder], { from: own, token: lookAlike })).toBe('ignored unknown-token');
  });

  test('one that carries an invoice’s mark pays it', () => {
    expect(judge([shared, forwarder], { from: own }, calldata)).toBe('link-a by tag');
    expect(judge([shared, forwarder], { from: own, units: shared.tagged })).toBe('link-a by tagged-amount');
    expect(judge([shared, forwarder], { from: wallet, to: own })).toBe('link-c by own-address');
  });
});

describe('on a chain that the invoice does not name', () => {
  const base = { chainId: 8453, token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913' } as const;
  const onPolygon = { chainId: 137, token: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359' } as const;
  const bnb = { chainId: 56, token: '0x55d398326f99059ff775485246999027b3197955' } as const;

  test('a known token at an invoice’s own address names it', () => {
    const alone = watch({ ...base, address: own, ownAddress: true });
    expect(judge([alone], { ...onPolygon, to: own, units: 7n })).toBe('unmatched wrong-chain link-a');
    expect(judge([alone], { ...onPolygon, to: own, token: lookAlike })).toBe('ignored unknown-token');
  });

  test('at a shared address the tag, then the amount, names it, whatever the decimals', () => {
    const other = watch({ ...base, linkId: 'link-b', tag: 'ff'.repeat(16), tagged: 1_200_000_777n });
    const watches = [watch(base), other];
    expect(judge(watches, onPolygon, calldata)).toBe('unmatched wrong-chain link-a link-b');
    expect(judge(watches, { ...onPolygon, units: other.tagged })).toBe('unmatched wrong-chain link-b');
    expect(judge(watches, { ...bnb, units: other.tagged * 10n ** 12n })).toBe('unmatched wrong-chain link-b');
    expect(judge(watches, { ...bnb, units: other.tagged * 10n ** 12n + 1n })).toBe('unmatched wrong-chain');
    expect(judge(watches, { ...onPolygon, units: 99n })).toBe('unmatched wrong-chain');
  });

  test('it is told also where another invoice at the address takes that chain', () => {
    const here = watch({ ...onPolygon, linkId: 'link-b', tag: 'ff'.repeat(16), exact: 5_000n, tagged: 5_001n });
    const watches = [watch(base), here];
    expect(judge(watches, { ...onPolygon, units: watch().tagged })).toBe('unmatched wrong-chain link-a');
    expect(judge(watches, { ...onPolygon, units: here.tagged })).toBe('link-b by tagged-amount');
    expect(judge(watches, { ...onPolygon, units: 99n })).toBe('unmatched no-rule');
  });

  test('calldata is wanted there', () => {
    const index = createWatchIndex([watch(base)]);
    expect(wantsCalldata(transfer(onPolygon), index)).toBe(true);
    expect(wantsCalldata(transfer({ ...onPolygon, to: own }), index)).toBe(false);
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
    expect(index.isWatched(wallet)).toBe(true);
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
        tail: fc.bigInt(0n, 1n),
        tag: few('00'.repeat(16), '11'.repeat(16)),
        assume: fc.boolean(),
        isOpen: fc.boolean(),
        issuedAt: few(1_600_000_000, 1_750_000_000),
        monitorUntil: few(1_650_000_000, 1_900_000_000),
      }),
      { maxLength: 8 },
    );
    const log = fc.record({
      token: tokens,
      to: addresses,
      from: few<`0x${string}`>(payer, own),
      units: fc.bigInt(0n, 4n),
      tag: fc.option(few('00'.repeat(16), '11'.repeat(16))),
    });
    fc.assert(
      fc.property(watches, log, (fields, seen) => {
        const all = fields.map(({ units, tail, ...each }) => watch({ ...each, exact: units, tagged: units + tail }));
        const data = seen.tag === null ? undefined : encodeTransferCalldata(seen.to, seen.units, seen.tag);
        const got = attribute(transfer(seen), data, createWatchIndex(all));
        expect(got.kind === 'credited' ? [got.rule, got.watch.linkId] : got.kind).toEqual(search(all, seen));
      }),
      { numRuns: 1000 },
    );
  });
});

/** The rules once more, by brute force over every watch. */
function search(all: Watch[], seen: { token: string; to: string; from: string; units: bigint; tag: string | null }) {
  const here = all.filter((each) => each.address === seen.to);
  if (here.length === 0 || seen.units === 0n || seen.from === seen.to) return 'ignored';
  const one = (rule: string, fitting: Watch[]) => {
    const watched = fitting.filter((each) => each.monitorUntil >= transfer().blockTime);
    const links = new Set([...watched, ...fitting.filter((each) => each.isOpen)].map((each) => each.linkId));
    return watched.length > 0 && links.size === 1 ? [rule, watched[0]?.linkId] : 'unmatched';
  };
  const owners = here.filter((each) => each.ownAddress);
  const sameToken = (each: Watch) => each.token === seen.token;
  if (owners.length > 0) return one('own-address', owners.filter(sameToken));
  const named = here.filter((each) => each.tag === seen.tag);
  if (named.length > 0) return one('tag', named.filter(sameToken));
  const amounts = here.filter((each) => sameToken(each) && each.tagged === seen.units);
  if (amounts.length > 0) return one('tagged-amount', amounts);
  if (all.some((each) => each.address === seen.from)) return 'unmatched';
  const asking = here.filter(
    (each) => sameToken(each) && each.exact === seen.units && each.isOpen && each.issuedAt! <= transfer().blockTime,
  );
  return asking[0]?.assume ? one('assumed', asking) : 'unmatched';
}
