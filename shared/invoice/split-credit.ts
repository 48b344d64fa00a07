import { divideRounded } from '../money/decimal.ts';
import { shareOut } from '../money/share-out.ts';
import type { CreditTotals } from './credit-note.ts';
import type { TaxSubtotal, Totals } from './frozen-invoice.ts';

/**
 * What is left of an invoice to be credited, tax included, minor units. Two devices that credit it at the same time
 * with the network off can together credit more than there is: then nothing is left.
 *
 * @param earlier the totals of the credit notes that stand, or their sum.
 */
export function leftToCredit(totals: Pick<Totals, 'total'>, earlier: readonly Pick<CreditTotals, 'total'>[]): bigint {
  const left = earlier.reduce((rest, { total }) => rest - BigInt(total), BigInt(totals.total));
  return notBelow(0n, left);
}

/**
 * Splits a credited sum (tax included, minor units) over the rows of the invoice's tax table, so that with the notes
 * before it each row is credited in the invoice's own proportions; errors of rounding never add up.
 *
 * Rounding happens at two places. The sum is shared out by largest remainder (`shareOut`) among the rows that are
 * behind their proportion of all that is credited by now, by how far they are behind; so the rows add up to it. In a
 * row, the net of all notes together is what they credit × the row's net ÷ (net + tax), rounded half away from zero,
 * and the tax is the rest, as for prices with tax (`computeTotals`). So no row ever has more credited than the
 * invoice charged, in net or in tax, and the note that credits what is left takes exactly that, with every rounding
 * of the notes before it.
 *
 * @param amount above zero and no more than `leftToCredit`.
 */
export function splitCredit(totals: Totals, earlier: readonly CreditTotals[], amount: bigint): CreditTotals {
  const rows = totals.taxes.map((row) => creditedRow(row, earlier));
  const whole = BigInt(totals.total);
  const credited = amount + earlier.reduce((sum, { total }) => sum + BigInt(total), 0n);
  const shares = shareOut(
    amount,
    // How far a row is behind, in minor units times the whole: no fraction is needed to compare.
    rows.map(({ taxable, tax, taken }) =>
      notBelow(0n, credited * (taxable + tax) - (taken.taxable + taken.tax) * whole),
    ),
  );
  const taxes = rows.flatMap((row, index): TaxSubtotal[] => {
    const share = shares[index] ?? 0n;
    if (share === 0n) return [];
    const net = netOf(row, share);
    return [{ ...row.subtotal, taxable: net.toString(), tax: (share - net).toString() }];
  });
  const sum = (part: 'taxable' | 'tax') => taxes.reduce((total, row) => total + BigInt(row[part]), 0n).toString();
  return { net: sum('taxable'), tax: sum('tax'), total: amount.toString(), taxes };
}

/** A row of the invoice's tax table in minor units, and what earlier notes took off it. */
interface CreditedRow {
  readonly subtotal: TaxSubtotal;
  readonly taxable: bigint;
  readonly tax: bigint;
  readonly taken: { readonly taxable: bigint; readonly tax: bigint };
}

function creditedRow(subtotal: TaxSubtotal, earlier: readonly CreditTotals[]): CreditedRow {
  // A row is one category at one rate (BG-23).
  const own = earlier
    .flatMap(({ taxes }) => taxes)
    .filter(({ category, rate }) => category === subtotal.category && rate === subtotal.rate);
  const sum = (part: 'taxable' | 'tax') => own.reduce((total, row) => total + BigInt(row[part]), 0n);
  return {
    subtotal,
    taxable: BigInt(subtotal.taxable),
    tax: BigInt(subtotal.tax),
    taken: { taxable: sum('taxable'), tax: sum('tax') },
  };
}

/** The net of a row's share; never more than what the row has left, nor so little that its tax would be. */
function netOf({ taxable, tax, taken }: CreditedRow, share: bigint): bigint {
  const credited = taken.taxable + taken.tax + share;
  const net = divideRounded(credited * taxable, taxable + tax) - taken.taxable;
  const least = notBelow(0n, share - (tax - taken.tax));
  const most = taxable - taken.taxable < share ? taxable - taken.taxable : share;
  return notBelow(least, net > most ? most : net);
}

function notBelow(bound: bigint, value: bigint): bigint {
  return value < bound ? bound : value;
}
