import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute } from '../../../../shared/payment/attribution.ts';
import { isRest } from '../../../../shared/payment/is-rest.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { settledShare } from '../../../../shared/payment/settled-share.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import { standingOf } from '../../../../sync-server/payment-page/state/standing.ts';
import { restToPay, unpaidShare, type Share } from '../../../../shared/payment/rest.ts';
import { settle } from '../../../../shared/payment/settle.ts';
import { createWatchIndex } from '../../../../shared/payment/watch-index.ts';
import { dai, eurc, optionFor, payable, payment, transfer, usdc, usdt, wallet, watch } from './fixtures.ts';

const tokens = [usdc, usdt, dai, eurc] as const;
const rates = [{ peg: 'EUR', perUnit: '0.8731', source: 'ECB', at: '2026-11-20T12:00:00Z' }] as const;
const invoice = payable('1200.00', 'USD', { rates: [...rates] });

function optionsOf(of = invoice) {
  return of.terms.options.map((option) => ({
    ...option,
    exact: BigInt(option.exact),
    tagged: BigInt(option.tagged),
  }));
}

function restIn(token: (typeof tokens)[number], payments: readonly Payment[], of = invoice) {
  const option = optionsOf(of).find((each) => each.token === token.address);
  if (!option) throw new Error(`${token.symbol} is no option`);
  return restToPay(option, unpaidShare(optionsOf(of), payments));
}

describe('the rest after what is settled otherwise', () => {
  test('is exact in every token, and its own device knows it by that share alone', () => {
    const share = settledShare(invoice, 2_000n);
    expect(share).toEqual({ part: 1n, whole: 60n });
    const rest = restToPay(
      optionsOf().find(({ token }) => token === usdc.address)!,
      unpaidShare(optionsOf(), [], share),
    );
    expect(rest).toEqual({ exact: 1_180_000_000n, tagged: 1_180_004_217n });
    expect(isRest(invoice.terms, payment(usdc, rest!.tagged), [], [share])).toBe(true);
    expect(isRest(invoice.terms, payment(usdc, rest!.tagged), [])).toBe(false);
    expect(isRest(invoice.terms, payment(usdc, rest!.tagged), [], [settledShare(invoice, 1_999n)])).toBe(false);
  });

  test('after a refund is what went back, and never more than the whole', () => {
    const back = (units: string) => settledShare(invoice, 0n, [{ ...payment(usdc, 1n), units, value: 0n }]);
    const after = (share: Share) => unpaidShare(optionsOf(), [payment(usdc, 1_200_000_000n)], share);
    expect(restToPay(inUsdc(), after(back('20000001')))?.exact).toBe(20_000_001n);
    expect(restToPay(inUsdc(), after(back('9900000000')))?.exact).toBe(1_200_000_000n);
  });

  test('settles the invoice by its very amount, whatever was paid, credited and sent back before', () => {
    fc.assert(
      fc.property(
        fc.array(anyPart, { maxLength: 3 }),
        fc.bigInt(0n, 40_000n),
        fc.bigInt(0n, 1000n),
        fc.constantFrom(...tokens),
        (parts, credit, returned, token) => {
          const paid = parts.map(({ token: with_, permille, speck }, at) =>
            payment(with_, (BigInt(optionFor(invoice, with_).exact) * permille) / 1000n + speck, { logIndex: at }),
          );
          // No more goes back than came.
          const came = unpaidShare(optionsOf(), paid);
          const back = (1_200_000_000n * (came.whole - came.part) * returned) / (came.whole * 1000n);
          const refund = { ...payment(usdc, 1n), units: String(back), value: 0n };
          const share = settledShare(invoice, credit, [refund]);
          const option = optionsOf().find((each) => each.token === token.address)!;
          const unpaid = unpaidShare(optionsOf(), paid, share);
          const rest = restToPay(option, unpaid);
          if (!rest) return;
          const state: LinkState = {
            status: 'open',
            settled: { part: String(share.part), whole: String(share.whole) },
            payments: [...paid, payment(token, rest.tagged, { logIndex: 99 })],
            chains: [],
          };
          const standing = standingOf(invoice, state, { instant: 0, today: '2026-11-26' });
          expect(standing.outstanding).toBe(0n);
          expect(standing.over).toBe(0n);
          const before = standingOf(invoice, { ...state, payments: paid }, { instant: 0, today: '2026-11-26' });
          // To the cent, both ways of telling the rest are one; the payer is never shown more than is due.
          expect(before.outstanding).toBeLessThanOrEqual(120_000n);
        },
      ),
      { numRuns: 200 },
    );
  });

  function inUsdc() {
    return optionsOf().find(({ token }) => token === usdc.address)!;
  }
});

describe('the rest', () => {
  test('with nothing paid is the whole', () => {
    expect(restIn(usdc, [])).toEqual({ exact: 1_200_000_000n, tagged: 1_200_004_217n });
  });

  test('after a part in USDC is exact in DAI, to its 18 decimals', () => {
    const paid = [payment(usdc, 500_000_001n)];
    expect(restIn(dai, paid)).toEqual({
      exact: 699_999_999n * 10n ** 12n,
      tagged: 700_004_217n * 10n ** 12n,
    });
  });

  test('that no base unit divides is rounded up with a tag; with the tail it may be the whole again', () => {
    const paid = [payment(dai, 1n)];
    expect(restIn(usdc, paid)).toEqual({ exact: 1_200_000_000n, tagged: 1_200_004_217n });
  });

  test('carries the tail in its digits under a cent, though an earlier payment brought the tail already', () => {
    const hundred = payable('100.00', 'USD', { tail: 1234 });
    const back = settledShare(hundred, 0n, [{ ...payment(usdc, 20_000_000n), value: 0n }]);
    const unpaid = unpaidShare(optionsOf(hundred), [payment(usdc, 100_001_234n)], back);
    const rest = (token: typeof usdc) =>
      restToPay(
        optionsOf(hundred).find((option) => option.token === token.address)!,
        unpaid,
      );
    expect(rest(usdc)).toEqual({ exact: 19_998_766n, tagged: 20_001_234n });
    expect(rest(dai)).toEqual({ exact: 19_998_766n * 10n ** 12n, tagged: 20_001_234n * 10n ** 12n });
  });

  test('below a tail or a cent is the tail, or a cent and the tail', () => {
    const left = (units: bigint) => restIn(usdc, [payment(usdc, 1_200_000_000n - units)])?.tagged;
    expect([1n, 500n, 4_217n, 4_218n, 10_000n, 14_217n, 14_218n].map(left)).toEqual([
      4_217n,
      4_217n,
      4_217n,
      14_217n,
      14_217n,
      14_217n,
      24_217n,
    ]);
  });

  test('of a token that the registry does not hold carries the tail below the power of ten above it', () => {
    const option = { chainId: 31337, token: wallet, exact: 100_000_000n, tagged: 100_000_123n };
    expect(restToPay(option, { part: 1n, whole: 3n })).toEqual({ exact: 33_333_334n, tagged: 33_334_123n });
    expect(restToPay(option, { part: 1n, whole: 1n })).toEqual({ exact: 100_000_000n, tagged: 100_000_123n });
  });

  test('is nothing once all is paid, in whatever tokens', () => {
    const half = BigInt(optionFor(invoice, eurc).exact) / 2n;
    expect(restIn(usdc, [payment(usdc, 600_000_000n), payment(eurc, half)])).toBeNull();
    expect(restIn(usdc, [payment(usdt, 1_200_004_217n)])).toBeNull();
  });

  test('leaves out what no option takes, and an option that asks for nothing', () => {
    const stranger = { chainId: 1, token: usdc.address, units: '1200000000' };
    const free = { chainId: 5, token: usdc.address, exact: 0n, tagged: 0n };
    expect(unpaidShare([...optionsOf(), free], [stranger, { ...stranger, chainId: 5 }])).toEqual({
      part: 1n,
      whole: 1n,
    });
  });

  test('has no tail at an address of its own', () => {
    const option = { chainId: 31337, token: usdc.address, exact: 3n, tagged: 3n };
    expect(restToPay(option, { part: 1n, whole: 2n })).toEqual({ exact: 2n, tagged: 2n });
  });
});

const anyPart = fc.record({
  token: fc.constantFrom(...tokens),
  permille: fc.bigInt(1n, 400n),
  speck: fc.bigInt(0n, 9_999_999n),
});
const anyParts = fc
  .array(anyPart, { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts.map(({ token, permille, speck }) =>
      payment(token, (BigInt(optionFor(invoice, token).exact) * permille) / 1_000n + speck),
    ),
  );

describe('for any parts in any tokens', () => {
  test('the rest settles the invoice to "paid", never short and never over, by tag and by amount', () => {
    fc.assert(
      fc.property(anyParts, fc.constantFrom(...tokens), (parts, token) => {
        const rest = restIn(token, parts);
        if (rest === null) expect(settle(invoice, parts).remaining).toBe(0n);
        for (const units of rest ? [rest.exact, rest.tagged] : [])
          expect(settle(invoice, [...parts, payment(token, units)])).toMatchObject({ status: 'paid', over: 0n });
      }),
      { numRuns: 500 },
    );
  });

  test('the rest by amount is the smallest that settles and has the tail for its digits under a cent', () => {
    fc.assert(
      fc.property(anyParts, fc.constantFrom(...tokens), (parts, token) => {
        const rest = restIn(token, parts);
        if (rest === null) return;
        const cent = 10n ** BigInt(token.decimals - 2);
        expect(rest.tagged % cent).toBe(BigInt(optionFor(invoice, token).tagged) % cent);
        expect(rest.tagged).toBeGreaterThanOrEqual(rest.exact);
        expect(rest.tagged - rest.exact).toBeLessThan(cent);
      }),
    );
  });

  test('the surplus of a rest makes no invoice overpaid whose minor unit is worth less than a cent', () => {
    const yen = payable('123457', 'JPY', {
      rates: [{ peg: 'USD', perUnit: '0.0066', source: 'ECB', at: '2026-11-20T12:00:00Z' }],
      accept: [usdc, dai],
    });
    fc.assert(
      fc.property(fc.bigInt(1n, 800_000_000n), fc.constantFrom(usdc, dai), (units, token) => {
        const parts = [payment(usdc, units)];
        const rest = restIn(token, parts, yen);
        if (rest === null) return;
        const settled = settle(yen, [...parts, payment(token, rest.tagged)]);
        expect(settled).toMatchObject({ status: 'paid', received: 123_457n, over: 0n });
      }),
    );
  });

  test('the order in which they came does not matter, and a rest falls with each', () => {
    fc.assert(
      fc.property(anyParts, fc.constantFrom(...tokens), (parts, token) => {
        const whole = restIn(token, parts);
        expect(restIn(token, parts.toReversed())).toEqual(whole);
        const before = restIn(token, parts.slice(0, -1));
        if (whole && before) expect(whole.tagged <= before.tagged).toBe(true);
      }),
    );
  });

  test('a device knows the rest by the same rule, also after an earlier part was reversed, and nothing else', () => {
    fc.assert(
      fc.property(anyParts, fc.constantFrom(...tokens), fc.boolean(), (parts, token, reversed) => {
        const rest = restIn(token, parts);
        if (rest === null) return;
        const others = parts.map((each) => (reversed ? { ...each, state: 'reversed' as const } : each));
        expect(isRest(invoice.terms, payment(token, rest.tagged), others)).toBe(true);
        expect(isRest(invoice.terms, payment(token, rest.tagged + 10n ** 17n), others)).toBe(false);
        expect(isRest(invoice.terms, payment(token, rest.tagged), [])).toBe(false);
      }),
    );
  });
});

describe('a watch that is paid in part', () => {
  const rest = { exact: 700_000_000n, tagged: 700_004_217n };
  const whose = (units: bigint, ...watches: ReturnType<typeof watch>[]) => {
    const got = attribute(transfer({ units }), undefined, createWatchIndex(watches));
    if (got.kind === 'credited') return [got.watch.linkId, got.rule];
    return got.kind === 'unmatched' ? [got.reason, ...got.candidates] : [got.reason];
  };

  test('answers to the whole and to the rest; without the tail it is only suggested', () => {
    expect(whose(1_200_004_217n, watch({ rest }))).toEqual(['link-a', 'tagged-amount']);
    expect(whose(700_004_217n, watch({ rest }))).toEqual(['link-a', 'tagged-amount']);
    expect(whose(700_004_218n, watch({ rest }))).toEqual(['no-rule']);
    expect(whose(700_000_000n, watch({ rest }))).toEqual(['no-rule', 'link-a']);
  });

  test('whose rest is another’s whole or rest is nobody’s', () => {
    const whole = watch({ linkId: 'link-b', exact: 700_000_000n, tagged: 700_004_217n });
    expect(whose(700_004_217n, watch({ rest }), whole)).toEqual(['ambiguous', 'link-a', 'link-b']);
    expect(whose(700_004_217n, watch({ rest }), watch({ linkId: 'link-b', rest }))[0]).toBe('ambiguous');
  });

  test('does not take what another open invoice asks for at the same address, the tail left off', () => {
    const asking = watch({ linkId: 'link-b', exact: 20_000_000n, tagged: 20_000_777n, assume: true });
    const marked = watch({ rest: { exact: 19_998_766n, tagged: 20_001_234n } });
    expect(whose(20_000_000n, marked, asking)).toEqual(['link-b', 'assumed']);
    const round = watch({ rest: { exact: 19_998_766n, tagged: 20_000_000n } });
    expect(whose(20_000_000n, round)).toEqual(['link-a', 'tagged-amount']);
    expect(whose(20_000_000n, round, asking)).toEqual(['ambiguous', 'link-a', 'link-b']);
    expect(whose(20_000_000n, round, { ...asking, assume: false })).toEqual(['ambiguous', 'link-a', 'link-b']);
    expect(whose(20_000_000n, round, { ...asking, isOpen: false })).toEqual(['link-a', 'tagged-amount']);
    expect(whose(20_000_000n, round, { ...asking, issuedAt: 1_700_000_001 })).toEqual(['link-a', 'tagged-amount']);
  });

  test('may wait for one amount with its tail as whole and as rest', () => {
    const same = { exact: 1_199_999_999n, tagged: 1_200_004_217n };
    expect(whose(1_200_004_217n, watch({ rest: same }))).toEqual(['link-a', 'tagged-amount']);
    const index = createWatchIndex([watch({ rest: same })]);
    expect(index.at(31337, watch().address)?.tagged(watch().token, 1_200_004_217n)).toHaveLength(1);
    index.removeLink('link-a');
    expect(index.at(31337, watch().address)).toBeUndefined();
  });

  test('is forgotten with its rest, and can be added anew with another', () => {
    const index = createWatchIndex([watch({ rest })]);
    index.removeLink('link-a');
    index.add(watch({ rest: { exact: 5n, tagged: 6n } }));
    const kinds = [700_004_217n, 6n].map((units) => attribute(transfer({ units }), undefined, index).kind);
    expect(kinds).toEqual(['unmatched', 'credited']);
    index.removeLink('link-a');
    expect(index.at(31337, watch().address)).toBeUndefined();
  });
});
