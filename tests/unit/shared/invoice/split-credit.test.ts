import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CreditTotals } from '../../../../shared/invoice/credit-note.ts';
import { documentTotals } from '../../../../shared/invoice/draft-totals.ts';
import type { Totals } from '../../../../shared/invoice/frozen-invoice.ts';
import { leftToCredit, splitCredit } from '../../../../shared/invoice/split-credit.ts';
import { computeTotals, type PricedLine } from '../../../../shared/invoice/totals.ts';

const line: fc.Arbitrary<PricedLine> = fc.record({
  quantity: fc.record({ units: fc.bigInt(1n, 5000n), scale: fc.constantFrom(0, 2) }),
  unitPrice: fc.record({ units: fc.bigInt(0n, 500_000n), scale: fc.constant(2) }),
  discount: fc.constant({ kind: 'amount' as const, minor: 0n }),
  taxCategory: fc.constantFrom('S' as const, 'Z' as const),
  taxRate: fc.constantFrom(
    { units: 0n, scale: 0 },
    { units: 7n, scale: 0 },
    { units: 19n, scale: 0 },
    { units: 255n, scale: 1 },
  ),
  taxReason: fc.constant(''),
});

/** The totals of invoices as they are issued: several rates, prices with and without tax, a discount on the whole. */
const totals: fc.Arbitrary<Totals> = fc
  .record({
    digits: fc.constantFrom(0, 2, 3),
    priceMode: fc.constantFrom('exclusive' as const, 'inclusive' as const),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    percent: fc.bigInt(0n, 99n),
  })
  .map(({ percent, ...invoice }) =>
    documentTotals(computeTotals({ ...invoice, discount: { kind: 'percent', percent: { units: percent, scale: 0 } } })),
  )
  .filter((each) => BigInt(each.total) > 0n);

/** An invoice with sums that are credited in turn and come to no more than it: parts per thousand of what is left. */
const creditedInvoice = fc.record({
  invoice: totals,
  parts: fc.array(fc.bigInt(1n, 1000n), { minLength: 1, maxLength: 8 }),
});

function amountsOf(invoice: Totals, parts: readonly bigint[]): bigint[] {
  const amounts: bigint[] = [];
  let left = BigInt(invoice.total);
  for (const part of parts) {
    const amount = (left * part) / 1000n || 1n;
    if (left === 0n) break;
    amounts.push(amount);
    left -= amount;
  }
  return amounts;
}

function creditInTurn(invoice: Totals, amounts: readonly bigint[]): CreditTotals[] {
  const notes: CreditTotals[] = [];
  for (const amount of amounts) notes.push(splitCredit(invoice, notes, amount));
  return notes;
}

const sum = (values: readonly string[]) => values.reduce((total, value) => total + BigInt(value), 0n);

/** What some notes take off one row, net and tax. */
function taken(notes: readonly CreditTotals[], { category, rate }: Totals['taxes'][number]) {
  const rows = notes.flatMap(({ taxes }) => taxes.filter((tax) => tax.category === category && tax.rate === rate));
  return { taxable: sum(rows.map(({ taxable }) => taxable)), tax: sum(rows.map(({ tax }) => tax)) };
}

describe('the tax split of credit notes', () => {
  test("each note's rows add up to its net, its tax and the sum credited, and none is negative or empty", () => {
    fc.assert(
      fc.property(creditedInvoice, ({ invoice, parts }) => {
        const amounts = amountsOf(invoice, parts);
        for (const [index, note] of creditInTurn(invoice, amounts).entries()) {
          expect(BigInt(note.total)).toBe(amounts[index]);
          expect(BigInt(note.net) + BigInt(note.tax)).toBe(amounts[index]);
          expect(sum(note.taxes.map(({ taxable }) => taxable))).toBe(BigInt(note.net));
          expect(sum(note.taxes.map(({ tax }) => tax))).toBe(BigInt(note.tax));
          for (const { taxable, tax } of note.taxes) {
            expect(BigInt(taxable) >= 0n && BigInt(tax) >= 0n).toBe(true);
            expect(BigInt(taxable) + BigInt(tax)).toBeGreaterThan(0n);
          }
        }
      }),
    );
  });

  test('no row ever has more credited than the invoice charged', () => {
    fc.assert(
      fc.property(creditedInvoice, ({ invoice, parts }) => {
        const notes = creditInTurn(invoice, amountsOf(invoice, parts));
        for (let some = 1; some <= notes.length; some += 1)
          for (const row of invoice.taxes) {
            const { taxable, tax } = taken(notes.slice(0, some), row);
            expect(taxable <= BigInt(row.taxable) && tax <= BigInt(row.tax)).toBe(true);
          }
      }),
    );
  });

  test('the last note takes what is left, with all rounding, in whatever order the sums are credited', () => {
    fc.assert(
      fc.property(
        creditedInvoice.chain(({ invoice, parts }) => {
          const some = amountsOf(invoice, parts);
          const rest = BigInt(invoice.total) - some.reduce((total, amount) => total + amount, 0n);
          const amounts = rest > 0n ? [...some, rest] : some;
          return fc.record({
            invoice: fc.constant(invoice),
            order: fc.shuffledSubarray(amounts, { minLength: amounts.length }),
          });
        }),
        ({ invoice, order }) => {
          const notes = creditInTurn(invoice, order);
          for (const row of invoice.taxes)
            expect(taken(notes, row)).toEqual({ taxable: BigInt(row.taxable), tax: BigInt(row.tax) });
          expect(leftToCredit(invoice, notes)).toBe(0n);
        },
      ),
    );
  });

  test('one note for the whole invoice is the invoice, row by row', () => {
    fc.assert(
      fc.property(totals, (invoice) => {
        const note = splitCredit(invoice, [], BigInt(invoice.total));
        expect(note.taxes).toEqual(invoice.taxes.filter(({ taxable, tax }) => BigInt(taxable) + BigInt(tax) > 0n));
        expect([note.net, note.tax]).toEqual([invoice.net, invoice.tax]);
      }),
    );
  });

  test("a row keeps the invoice's own proportions to within two minor units, after any notes before it", () => {
    fc.assert(
      fc.property(creditedInvoice, ({ invoice, parts }) => {
        const notes = creditInTurn(invoice, amountsOf(invoice, parts));
        const credited = sum(notes.map(({ total }) => total));
        for (const row of invoice.taxes)
          for (const of of ['taxable', 'tax'] as const) {
            // |taken − credited × row ÷ total| ≤ 2, without a fraction.
            const off = taken(notes, row)[of] * BigInt(invoice.total) - credited * BigInt(row[of]);
            expect((off < 0n ? -off : off) <= 2n * BigInt(invoice.total)).toBe(true);
          }
      }),
      { numRuns: 300 },
    );
  });

  test('an undone note, left out, gives back what it took', () => {
    fc.assert(
      fc.property(creditedInvoice, ({ invoice, parts }) => {
        const [, ...standing] = creditInTurn(invoice, amountsOf(invoice, parts));
        const left = leftToCredit(invoice, standing);
        const rest = splitCredit(invoice, standing, left);
        for (const row of invoice.taxes)
          expect(taken([...standing, rest], row)).toEqual({ taxable: BigInt(row.taxable), tax: BigInt(row.tax) });
      }),
    );
  });

  test('two devices that each credited all leave nothing, and never less than nothing', () => {
    fc.assert(
      fc.property(totals, (invoice) => {
        const whole = splitCredit(invoice, [], BigInt(invoice.total));
        expect(leftToCredit(invoice, [whole, whole])).toBe(0n);
      }),
    );
  });
});
