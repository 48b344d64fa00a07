import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, type Decimal } from '../../../../shared/money/decimal.ts';
import type { TaxCategory } from '../../../../shared/invoice/invoice-draft.ts';
import {
  computeTotals,
  type Discount,
  type InvoiceTotals,
  type PricedLine,
} from '../../../../shared/invoice/totals.ts';

const none: Discount = { kind: 'amount', minor: 0n };

function line(quantity: string, unitPrice: string, rate: string, fields: Partial<PricedLine> = {}): PricedLine {
  const category: TaxCategory = rate === '0' ? 'Z' : 'S';
  const numbers = { quantity: decimal(quantity), unitPrice: decimal(unitPrice), taxRate: decimal(rate) };
  return { ...numbers, discount: none, taxCategory: category, taxReason: '', ...fields };
}

function total(
  lines: PricedLine[],
  priceMode: 'exclusive' | 'inclusive' = 'exclusive',
  discount = none,
): InvoiceTotals {
  return computeTotals({ digits: 2, priceMode, lines, discount });
}

describe('worked examples', () => {
  test('two rates and an exempt line, prices without tax', () => {
    const sums = total([line('3', '19.99', '19'), line('2.5', '40', '7'), line('1', '12.34', '0')]);
    expect(sums.groups.map((group) => [group.category, group.rate, group.taxable, group.tax])).toEqual([
      ['S', '19', 5997n, 1139n],
      ['S', '7', 10_000n, 700n],
      ['Z', '0', 1234n, 0n],
    ]);
    expect([sums.lines, sums.net, sums.tax, sums.total]).toEqual([17_231n, 17_231n, 1839n, 19_070n]);
  });

  test('tax is rounded once per group, not once per line (BR-CO-17)', () => {
    const sums = total([line('1', '0.07', '19'), line('1', '0.07', '19'), line('1', '0.07', '19')]);
    expect(sums.tax).toBe(4n);
  });

  test('prices with tax: the buyer pays what was typed', () => {
    const sums = total([line('1', '119.00', '19'), line('1', '9.99', '7')], 'inclusive');
    expect([sums.lines, sums.total]).toEqual([12_899n, 12_899n]);
    expect(sums.groups.map((group) => [group.rate, group.taxable, group.tax])).toEqual([
      ['19', 10_000n, 1900n],
      ['7', 934n, 65n],
    ]);
  });

  test('a line discount is taken off the rounded line', () => {
    const sums = total([line('3', '33.335', '0', { discount: { kind: 'percent', percent: decimal('12.5') } })]);
    expect(sums.lineAmounts).toEqual([{ base: 10_001n, discount: 1250n, amount: 8751n }]);
  });

  test('a document discount is shared out so that nothing is lost', () => {
    const lines = [line('1', '10', '19'), line('1', '10', '7'), line('1', '10', '0')];
    const sums = total(lines, 'exclusive', { kind: 'amount', minor: 100n });
    expect(sums.groups.map((group) => group.discount)).toEqual([34n, 33n, 33n]);
    expect(sums.net).toBe(2900n);
  });

  test('the whole may be discounted away', () => {
    const sums = total([line('1', '10', '19')], 'exclusive', { kind: 'percent', percent: decimal('100') });
    expect([sums.discount, sums.net, sums.tax, sums.total]).toEqual([1000n, 0n, 0n, 0n]);
  });

  test('a currency without decimals', () => {
    const sums = computeTotals({ digits: 0, priceMode: 'exclusive', lines: [line('3', '333', '10')], discount: none });
    expect([sums.net, sums.tax, sums.total]).toEqual([999n, 100n, 1099n]);
  });
});

/** The oracle: plain fractions, written without looking at the code above; half away from zero as floor(x + ½). */
type Fraction = readonly [n: bigint, d: bigint];
const fraction = (value: Decimal): Fraction => [value.units, 10n ** BigInt(value.scale)];
const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
const over = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1], a[1] * b[0]];
const plus = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
const rounded = (a: Fraction): bigint => (2n * a[0] + a[1]) / (2n * a[1]);
const percentOf = (base: bigint, percent: Decimal): bigint => rounded(times([base, 100n], fraction(percent)));

function oracle(lines: PricedLine[], mode: 'exclusive' | 'inclusive', discount: Discount, scale: bigint) {
  const sums = new Map<string, { rate: Fraction; lines: bigint }>();
  for (const each of lines) {
    const base = rounded(times([scale, 1n], times(fraction(each.quantity), fraction(each.unitPrice))));
    const off = each.discount.kind === 'amount' ? each.discount.minor : percentOf(base, each.discount.percent);
    const rate = over(fraction(each.taxRate), [100n, 1n]);
    const key = `${each.taxCategory}@${rate[0]}/${rate[1]}`;
    const sum = sums.get(key) ?? { rate, lines: 0n };
    sums.set(key, { rate, lines: sum.lines + base - off });
  }
  const all = [...sums.values()].reduce((sum, group) => sum + group.lines, 0n);
  const off = discount.kind === 'amount' ? discount.minor : percentOf(all, discount.percent);
  return { all, off, groups: [...sums.values()], mode };
}

const money = fc.integer({ min: 0, max: 9_999_999 }).map((units) => ({ units: BigInt(units), scale: 2 }));
const quantity = fc.integer({ min: 1, max: 999_999 }).map((units) => ({ units: BigInt(units), scale: 3 }));
const percent = fc.integer({ min: 0, max: 10_000 }).map((units) => ({ units: BigInt(units), scale: 2 }));
const taxed = fc.constantFrom<[TaxCategory, string]>(
  ['S', '19'],
  ['S', '7'],
  ['S', '5.5'],
  ['S', '25'],
  ['S', '8.25'],
  ['E', '0'],
  ['AE', '0'],
  ['Z', '0'],
);
const percentDiscount: fc.Arbitrary<Discount> = percent.map((value) => ({ kind: 'percent', percent: value }));
const lineArbitrary: fc.Arbitrary<PricedLine> = fc
  .tuple(quantity, money, taxed, fc.oneof(fc.constant(none), percentDiscount))
  .map(([units, unitPrice, [taxCategory, rate], discount]) => {
    const taxReason = taxCategory === 'E' || taxCategory === 'AE' ? `${taxCategory} applies` : '';
    return { quantity: units, unitPrice, discount, taxCategory, taxRate: decimal(rate), taxReason };
  });
const linesArbitrary = fc.array(lineArbitrary, { minLength: 1, maxLength: 12 });
const modes = fc.constantFrom('exclusive' as const, 'inclusive' as const);
const discounts = fc.oneof(
  fc.constant(none),
  percentDiscount,
  fc.bigInt(0n, 5000n).map((minor): Discount => ({ kind: 'amount', minor })),
);

describe('for any invoice', () => {
  test('every sum is the oracle’s, to the minor unit', () => {
    fc.assert(
      fc.property(linesArbitrary, modes, discounts, fc.constantFrom(0, 2, 3), (lines, mode, discount, digits) => {
        const expected = oracle(lines, mode, discount, 10n ** BigInt(digits));
        fc.pre(expected.off <= expected.all);
        const sums = computeTotals({ digits, priceMode: mode, lines, discount });
        expect([sums.lines, sums.discount]).toEqual([expected.all, expected.off]);
        expect(sums.groups).toHaveLength(expected.groups.length);
        for (const group of sums.groups) {
          const rate = over(fraction(decimal(group.rate)), [100n, 1n]);
          const remaining: Fraction = [group.lines - group.discount, 1n];
          const taxable = mode === 'exclusive' ? rounded(remaining) : rounded(over(remaining, plus([1n, 1n], rate)));
          const tax = mode === 'exclusive' ? rounded(times(remaining, rate)) : remaining[0] - taxable;
          expect([group.taxable, group.tax]).toEqual([taxable, tax]);
          // A share is never a whole minor unit away from its exact proportion.
          const error = group.discount * expected.all - expected.off * group.lines;
          expect(error < expected.all || expected.all === 0n).toBe(true);
          expect(-error < expected.all || expected.all === 0n).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the sum checks of EN 16931 hold', () => {
    fc.assert(
      fc.property(linesArbitrary, modes, percentDiscount, (lines, mode, discount) => {
        const sums = total(lines, mode, discount);
        const add = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);
        expect(sums.lines).toBe(add(sums.lineAmounts.map((each) => each.amount))); // BR-CO-10
        expect(sums.discount).toBe(add(sums.groups.map((group) => group.discount))); // BR-CO-11
        expect(sums.net).toBe(add(sums.groups.map((group) => group.taxable)));
        if (mode === 'exclusive') expect(sums.net).toBe(sums.lines - sums.discount); // BR-CO-13
        expect(sums.tax).toBe(add(sums.groups.map((group) => group.tax))); // BR-CO-14
        expect(sums.total).toBe(sums.net + sums.tax); // BR-CO-15 and, nothing being prepaid, BR-CO-16
        if (mode === 'inclusive') expect(sums.total).toBe(sums.lines - sums.discount);
        for (const group of sums.groups) {
          const exact = times([group.taxable, 100n], fraction(decimal(group.rate)));
          const off = group.tax - rounded(exact);
          expect(mode === 'exclusive' ? off === 0n : off >= -1n && off <= 1n).toBe(true); // BR-CO-17
        }
      }),
    );
  });

  test('the order of lines changes nothing', () => {
    const shuffled = linesArbitrary.chain((lines) =>
      fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length })),
    );
    fc.assert(
      fc.property(shuffled, modes, percentDiscount, ([lines, other], mode, discount) => {
        const { lineAmounts: _a, ...sums } = total(lines, mode, discount);
        const { lineAmounts: _b, ...reordered } = total(other, mode, discount);
        expect(reordered).toEqual(sums);
      }),
    );
  });

  test('an inclusive price made from an exclusive total gives the same net back', () => {
    fc.assert(
      fc.property(money, taxed, (price, [taxCategory, rate]) => {
        const one = { ...line('1', '1', rate), unitPrice: price, taxCategory };
        const exclusive = total([one]);
        const inclusive = total([{ ...one, unitPrice: { units: exclusive.total, scale: 2 } }], 'inclusive');
        expect([inclusive.net, inclusive.tax, inclusive.total]).toEqual([
          exclusive.net,
          exclusive.tax,
          exclusive.total,
        ]);
      }),
    );
  });
});
