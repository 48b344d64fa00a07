import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { noRemedies, type RefundMade, type Remedies } from '../../../../shared/payment/remedies.ts';
import { settle } from '../../../../shared/payment/settle.ts';
import type { Token } from '../../../../shared/money/token.ts';
import { dai, eurc, lower, optionFor, payable, payment, usdc, usdt } from './fixtures.ts';

const invoice = payable();
const { exact, tagged } = optionFor(invoice, usdc);
const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1_000_000));

function remedies(more: Partial<Remedies>): Remedies {
  return { ...noRemedies, ...more };
}

function refund(token: Token, units: bigint, more: Partial<RefundMade> = {}): RefundMade {
  const { chainId, address } = token;
  return {
    chainId,
    token: lower(address),
    units: units.toString(),
    value: 0n,
    at: 1_800_000_500,
    isFinal: false,
    ...more,
  };
}

const at = (amount: bigint, time = 1_800_000_000) => ({ amount, at: time });

describe('1,200.00 USD, put right by hand', () => {
  test('overpaid becomes paid when the surplus goes back, with or without the tail', () => {
    const twice = [payment(usdc, tagged), payment(usdc, exact)];
    expect(settle(invoice, twice)).toMatchObject({ status: 'overpaid', over: 120_000n });
    const back = remedies({ refunds: [refund(usdc, BigInt(exact))] });
    expect(settle(invoice, twice, back)).toMatchObject({
      status: 'paid',
      received: 120_000n,
      refunded: 120_000n,
      over: 0n,
    });
    const less = remedies({ refunds: [refund(dai, 1_190n * 10n ** 18n)] });
    expect(settle(invoice, twice, less)).toMatchObject({ status: 'overpaid', over: 1_000n, refunded: 119_000n });
  });

  test('a refund of what was due makes it owed again, and never less than nothing is received', () => {
    const paid = [payment(usdc, exact)];
    expect(settle(invoice, paid, remedies({ refunds: [refund(usdc, usd(200))] }))).toMatchObject({
      status: 'partial',
      received: 100_000n,
      remaining: 20_000n,
      settledAt: null,
    });
    expect(settle(invoice, paid, remedies({ refunds: [refund(usdc, usd(1300))] }))).toMatchObject({
      status: 'unpaid',
      received: 0n,
      remaining: 120_000n,
    });
    const stranger = refund({ ...usdc, chainId: 1 }, usd(100), { value: 10_000n });
    expect(settle(invoice, paid, remedies({ refunds: [stranger] }))).toMatchObject({ received: 110_000n });
  });

  test('a part of a transfer by its proportion; a token that the terms do not name by the owner’s word', () => {
    const part = { payment: payment(usdc, usd(500), { rule: 'manual' }), value: 999_999n };
    const euros = { payment: payment(eurc, usd(600), { rule: 'manual' }), value: 70_000n };
    expect(settle(invoice, [], remedies({ assigned: [part] }))).toMatchObject({
      status: 'partial',
      received: 50_000n,
      outside: 0n,
    });
    expect(settle(invoice, [], remedies({ assigned: [part, euros] }))).toMatchObject({
      status: 'paid',
      received: 120_000n,
    });
    const coming = { ...euros, payment: { ...euros.payment, state: 'confirming' as const } };
    expect(settle(invoice, [], remedies({ assigned: [part, coming] }))).toMatchObject({
      received: 50_000n,
      pending: 70_000n,
    });
  });

  test('paid outside counts as received and is shown apart', () => {
    const both = remedies({ outside: [at(20_000n), at(100_000n)] });
    expect(settle(invoice, [], both)).toMatchObject({ status: 'paid', received: 120_000n, outside: 120_000n });
    expect(settle(invoice, [payment(usdc, usd(1200))], remedies({ outside: [at(1n)] }))).toMatchObject({
      status: 'overpaid',
      over: 1n,
    });
  });

  test('a credit note lowers what is due; what was received beyond it is too much', () => {
    expect(settle(invoice, [], remedies({ credits: [at(20_000n)] }))).toMatchObject({
      status: 'unpaid',
      due: 100_000n,
      remaining: 100_000n,
      credited: 20_000n,
    });
    const all = remedies({ credits: [at(20_000n), at(100_000n)] });
    expect(settle(invoice, [], all)).toMatchObject({ status: 'paid', due: 0n, received: 0n });
    const tail = settle(invoice, [payment(usdc, tagged)], all);
    expect(tail).toMatchObject({ status: 'overpaid', over: 120_000n });
    const back = { ...all, refunds: [refund(usdc, BigInt(exact))] };
    expect(settle(invoice, [payment(usdc, tagged)], back)).toMatchObject({ status: 'paid', received: 0n, over: 0n });
  });

  test('a tolerance forgives the whole shortfall or nothing, and never where nothing came', () => {
    const tolerance = at(250n, 1_800_000_900);
    const short = (units: bigint) => settle(invoice, [payment(usdc, units)], remedies({ tolerance }));
    expect(short(usd(1197.5))).toMatchObject({
      status: 'paid',
      received: 119_750n,
      forgiven: 250n,
      remaining: 0n,
      settledAt: 1_800_000_900,
    });
    expect(short(usd(1199))).toMatchObject({ status: 'paid', forgiven: 100n });
    expect(short(usd(1197.49))).toMatchObject({ status: 'partial', forgiven: 0n, remaining: 251n });
    const tiny = payable('2.00');
    expect(settle(tiny, [], remedies({ tolerance }))).toMatchObject({ status: 'unpaid', forgiven: 0n });
  });

  test('final when what is final would settle it by itself', () => {
    const final = payment(usdc, exact, { state: 'final' });
    const speck = payment(usdc, 1n);
    expect(settle(invoice, [final, speck]).isFinal).toBe(true);
    expect(settle(invoice, [payment(usdc, exact)]).isFinal).toBe(false);
    expect(settle(invoice, [payment(usdc, usd(700), { state: 'final' }), payment(usdc, usd(500))]).isFinal).toBe(false);
    expect(settle(invoice, [], remedies({ outside: [at(120_000n)] })).isFinal).toBe(true);
    const surplus = [final, payment(usdc, exact, { state: 'final' })];
    const back = (isFinal: boolean) => remedies({ refunds: [refund(usdc, BigInt(exact), { isFinal })] });
    expect(settle(invoice, surplus, back(false)).isFinal).toBe(false);
    expect(settle(invoice, surplus, back(true)).isFinal).toBe(true);
  });

  test('settled when that came after which it stayed so', () => {
    const first = payment(usdc, exact, { blockTime: 100 });
    const again = payment(usdc, exact, { blockTime: 300 });
    const refunds = [refund(usdc, BigInt(exact), { at: 200 })];
    expect(settle(invoice, [again, first], remedies({ refunds })).settledAt).toBe(300);
    expect(settle(invoice, [again, first], remedies({ refunds: [{ ...refunds[0]!, at: 400 }] })).settledAt).toBe(100);
    const rest = remedies({ outside: [at(20_000n, 150)] });
    expect(settle(invoice, [payment(usdc, usd(1000), { blockTime: 100 })], rest).settledAt).toBe(150);
  });
});

/** A story of an invoice of 1,200.00 in dollar tokens, in millionths of a dollar. */
const cents = fc.integer({ min: 0, max: 150_000 }).map((amount) => BigInt(amount));
const token = fc.constantFrom(usdc, usdt, dai);
const state = fc.constantFrom('seen', 'confirming', 'confirmed', 'final', 'reversed') satisfies fc.Arbitrary<
  Payment['state']
>;
const millionths = fc.bigInt({ min: 0n, max: 1_500_000_000n });
const inToken = (each: Token, units: bigint): bigint => units * 10n ** BigInt(each.decimals - 6);
const arrived = fc.tuple(token, millionths, state, fc.nat(1000));
const story = fc.record({
  payments: fc.array(arrived, { maxLength: 5 }),
  parts: fc.array(arrived, { maxLength: 3 }),
  refunds: fc.array(fc.tuple(token, millionths, fc.boolean(), fc.nat(1000)), { maxLength: 2 }),
  outside: fc.array(fc.tuple(cents, fc.nat(1000)), { maxLength: 2 }),
  credits: fc.array(fc.tuple(cents, fc.nat(1000)), { maxLength: 2 }),
  tolerance: fc.option(fc.tuple(cents, fc.nat(1000)), { nil: null }),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

function tell(told: Story): { payments: Payment[]; put: Remedies } {
  const toPayment = ([each, units, at, blockTime]: Story['payments'][number], place: number, rule: Payment['rule']) =>
    payment(each, inToken(each, units), { key: `${rule}-${place}`, rule, state: at, blockTime });
  return {
    payments: told.payments.map((each, place) => toPayment(each, place, 'tag')),
    put: {
      assigned: told.parts.map((each, place) => ({ payment: toPayment(each, place, 'manual'), value: null })),
      refunds: told.refunds.map(([each, units, isFinal, time]) =>
        refund(each, inToken(each, units), { isFinal, at: time }),
      ),
      outside: told.outside.map(([amount, time]) => at(amount, time)),
      credits: told.credits.map(([amount, time]) => at(amount, time)),
      tolerance: told.tolerance && at(...told.tolerance),
    },
  };
}

const sum = (values: readonly bigint[]): bigint => values.reduce((all, each) => all + each, 0n);
const isSettled = (status: string): boolean => status === 'paid' || status === 'overpaid';

describe('whatever happens', () => {
  test('the order in which things are told does not matter', () => {
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), (told, shuffle) => {
        const { payments, put } = tell(told);
        const mixed = <Value>(values: readonly Value[]): Value[] =>
          values
            .map((value) => [shuffle.next().value ?? 0, value] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, value]) => value);
        const other = {
          ...put,
          assigned: mixed(put.assigned),
          refunds: mixed(put.refunds),
          outside: mixed(put.outside),
          credits: mixed(put.credits),
        };
        expect(settle(invoice, mixed(payments), other)).toEqual(settle(invoice, payments, put));
      }),
    );
  });

  test('it is paid exactly when there is cover, and its sums add up', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { payments, put } = tell(told);
        const settlement = settle(invoice, payments, put);
        const counted = [...told.payments, ...told.parts].filter(([, , at]) => at === 'confirmed' || at === 'final');
        const outside = sum(told.outside.map(([amount]) => amount));
        const net =
          sum(counted.map(([, units]) => units)) + outside * 10_000n - sum(told.refunds.map(([, units]) => units));
        const credited = sum(told.credits.map(([amount]) => amount));
        const due = credited > 120_000n ? 0n : 120_000n - credited;
        const forgivable = net >= 10_000n ? (told.tolerance?.[0] ?? 0n) : 0n;
        const isCovered = net >= (due - forgivable) * 10_000n || due === 0n;
        expect(isSettled(settlement.status)).toBe(isCovered);
        expect(settlement.due).toBe(due);
        expect(settlement.received - settlement.over + settlement.forgiven + settlement.remaining).toBe(due);
        expect(settlement.over > 0n && settlement.remaining > 0n).toBe(false);
        expect(settlement.settledAt === null).toBe(!isSettled(settlement.status));
        if (settlement.isFinal) expect(isSettled(settlement.status)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
