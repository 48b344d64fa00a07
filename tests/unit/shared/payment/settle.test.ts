import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { paymentValue, settle } from '../../../../shared/payment/settle.ts';
import { dai, eurc, optionFor, payable, payment, usdc, usdt } from './fixtures.ts';

const invoice = payable();
const { exact, tagged } = optionFor(invoice, usdc);

function sums(payments: Payment[], of = invoice) {
  const { status, received, remaining, over } = settle(of, payments);
  return [status, received, remaining, over];
}

describe('1,200.00 USD', () => {
  test('nothing yet', () => {
    expect(settle(invoice, [])).toEqual({
      status: 'unpaid',
      due: 120_000n,
      received: 0n,
      pending: 0n,
      remaining: 120_000n,
      over: 0n,
      credited: 0n,
      refunded: 0n,
      outside: 0n,
      forgiven: 0n,
      isFinal: false,
      late: false,
      settledAt: null,
    });
  });

  test('exact or tagged: paid, and never overpaid by the tail', () => {
    expect(sums([payment(usdc, exact)])).toEqual(['paid', 120_000n, 0n, 0n]);
    expect(sums([payment(usdc, tagged)])).toEqual(['paid', 120_000n, 0n, 0n]);
    expect(sums([payment(dai, optionFor(invoice, dai).tagged)])).toEqual(['paid', 120_000n, 0n, 0n]);
  });

  test('in parts, in several tokens', () => {
    const parts = [payment(usdc, 600_000_000n), payment(dai, 400n * 10n ** 18n), payment(usdt, 199_990_000n)];
    expect(sums(parts)).toEqual(['partial', 119_999n, 1n, 0n]);
    expect(sums([...parts, payment(usdt, 10_000n)])).toEqual(['paid', 120_000n, 0n, 0n]);
    expect(sums([...parts, payment(usdt, 30_000n)])).toEqual(['overpaid', 120_002n, 0n, 2n]);
  });

  test('parts of a cent add up', () => {
    expect(sums([payment(usdc, 600_005_000n), payment(usdc, 599_995_000n)])).toEqual(['paid', 120_000n, 0n, 0n]);
    expect(sums([payment(usdc, 9999n)])).toEqual(['unpaid', 0n, 120_000n, 0n]);
  });

  test('paid twice is overpaid by once', () => {
    expect(sums([payment(usdc, tagged), payment(usdc, exact)])).toEqual(['overpaid', 240_000n, 0n, 120_000n]);
  });

  test('only confirmed payments count; what is on its way is shown apart; what was reversed is gone', () => {
    const payments = [
      payment(usdc, 100_000_000n, { state: 'seen' }),
      payment(usdc, 200_000_000n, { state: 'confirming' }),
      payment(usdc, 300_000_000n, { state: 'confirmed' }),
      payment(usdc, 400_000_000n, { state: 'final' }),
      payment(usdc, 500_000_000n, { state: 'reversed' }),
    ];
    expect(settle(invoice, payments)).toMatchObject({ status: 'partial', received: 70_000n, pending: 30_000n });
  });

  test('a reversal takes a settlement back', () => {
    const paid = payment(usdc, exact);
    expect(sums([paid])[0]).toBe('paid');
    expect(sums([paid, { ...paid, state: 'reversed' }])).toEqual(['unpaid', 0n, 120_000n, 0n]);
  });

  test('the same log twice is one payment, as it last was', () => {
    const seen = payment(usdc, exact, { state: 'seen' });
    expect(settle(invoice, [seen, { ...seen, state: 'confirmed' }])).toMatchObject({ received: 120_000n, pending: 0n });
  });

  test('late and settled-at are those of counted payments', () => {
    const early = payment(usdc, 1_000_000_000n, { blockTime: 100 });
    const last = payment(usdc, 200_000_000n, { blockTime: 300, late: true });
    const more = payment(usdc, 1n, { blockTime: 400 });
    expect(settle(invoice, [more, last, early])).toMatchObject({ status: 'paid', late: true, settledAt: 300 });
    expect(settle(invoice, [early, { ...last, state: 'seen' }])).toMatchObject({ late: false, settledAt: null });
  });

  test('a token that the terms do not name is worth nothing', () => {
    expect(paymentValue(invoice, payment(eurc, 10n ** 9n))).toBe(0n);
    expect(sums([payment({ ...usdc, chainId: 1 }, exact)])).toEqual(['unpaid', 0n, 120_000n, 0n]);
  });

  test('one payment has its own worth', () => {
    expect(paymentValue(invoice, payment(usdc, 12_345_678n, { state: 'seen' }))).toBe(1234n);
  });
});

describe('with a rate', () => {
  const rate = { peg: 'USD', perUnit: '0.00671', source: 'desk', at: '2026-11-23T15:00:00Z' } as const;
  const yen = payable('123457', 'JPY', { rates: [rate], accept: [usdc, dai] });

  test('the amount asked for settles it exactly, with its tail and in parts', () => {
    const option = optionFor(yen, usdc);
    expect(sums([payment(usdc, option.exact)], yen)).toEqual(['paid', 123_457n, 0n, 0n]);
    expect(sums([payment(usdc, option.tagged)], yen)).toEqual(['paid', 123_457n, 0n, 0n]);
    const third = BigInt(option.tagged) / 3n;
    const parts = [third, third, BigInt(option.tagged) - 2n * third].map((units) => payment(usdc, units));
    expect(sums(parts, yen)).toEqual(['paid', 123_457n, 0n, 0n]);
  });
});

test('however the amount due is split, it is paid, not less and not more', () => {
  const tokens = fc.constantFrom(usdc, usdt, dai);
  const shares = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), tokens), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), shares, (cents, parts) => {
      const each = payable((cents / 100).toFixed(2));
      const millionths = parts.map(([share]) => (BigInt(share) * BigInt(cents) * 10_000n) / 6000n);
      const rest = BigInt(cents) * 10_000n - millionths.reduce((sum, units) => sum + units, 0n);
      const whole: [bigint, typeof usdc][] = [
        ...parts.map(([, token], at): [bigint, typeof usdc] => [millionths[at] ?? 0n, token]),
        [rest, usdc],
      ];
      const payments = whole.map(([units, token]) => payment(token, units * 10n ** BigInt(token.decimals - 6)));
      expect(sums(payments, each)).toEqual(['paid', BigInt(cents), 0n, 0n]);
    }),
    { numRuns: 60 },
  );
});
