/**
 * Totals of an invoice by the calculation rules of EN 16931-1 §6.4.2 (BR-CO-10 to BR-CO-17), exact to the minor unit.
 *
 * Every rounding is half away from zero, to the currency's minor unit, and happens at four places only:
 * 1. a line's gross amount: quantity × unit price;
 * 2. a percentage discount: of the line's rounded amount (BT-136 = BT-137 × BT-138), or of the sum of lines;
 * 3. prices without tax: the tax of a group, taxable × rate (BR-CO-17);
 * 4. prices with tax: the net of a group, gross ÷ (1 + rate); its tax is the rest, so that what the buyer pays is
 *    exactly what was typed. Net × rate may then differ from that tax by one minor unit, within BR-CO-17's tolerance.
 *
 * A group is one category at one rate (BG-23). A document discount is shared out among the groups in
 * proportion to their sums by largest remainder, so the shares add up to the discount; ties go to the larger
 * sum, then the group's order.
 */
import {
  canonicalDecimal,
  divideRounded,
  multiplyDecimal,
  pow10,
  roundDecimal,
  type Decimal,
} from '../money/decimal.ts';
import { shareOut } from '../money/share-out.ts';
import type { TaxCategory } from './invoice-draft.ts';

/** A discount ready to be applied: percent of a base, or minor units. Percent may be anything from 0 to 100. */
export type Discount =
  | { readonly kind: 'percent'; readonly percent: Decimal }
  | { readonly kind: 'amount'; readonly minor: bigint };

/** A line ready to be added up; price in currency units, rate in percent. */
export interface PricedLine {
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly discount: Discount;
  readonly taxCategory: TaxCategory;
  readonly taxRate: Decimal;
  readonly taxReason: string;
}

/** What a line comes to, minor units: `base` before its discount, `discount`, and `amount` after it (BT-131). */
export interface LineAmount {
  readonly base: bigint;
  readonly discount: bigint;
  readonly amount: bigint;
}

/** A tax group, minor units; `discount` is its share of the document discount, in the line's price mode. */
export interface TaxGroup {
  readonly category: TaxCategory;
  readonly rate: string;
  readonly reason: string;
  readonly lines: bigint;
  readonly discount: bigint;
  readonly taxable: bigint;
  readonly tax: bigint;
}

/** All sums of an invoice, minor units; see `totalsSchema` for what each is in EN 16931. */
export interface InvoiceTotals {
  readonly lineAmounts: readonly LineAmount[];
  readonly lines: bigint;
  readonly discount: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  readonly groups: readonly TaxGroup[];
}

/** Adds an invoice up. `digits` is the currency's number of decimals. Totals do not depend on the order of lines. */
export function computeTotals(invoice: {
  readonly digits: number;
  readonly priceMode: 'exclusive' | 'inclusive';
  readonly lines: readonly PricedLine[];
  readonly discount: Discount;
}): InvoiceTotals {
  const lineAmounts = invoice.lines.map((line) => lineAmount(line, invoice.digits));
  const lines = sum(lineAmounts.map((line) => line.amount));
  const discount = discountOf(invoice.discount, lines);
  const grouped = groupLines(invoice.lines, lineAmounts);
  const shares = shareOut(
    discount,
    grouped.map((group) => group.lines),
  );
  const groups = grouped.map((group, index) => taxGroup(group, shares[index] ?? 0n, invoice.priceMode));
  const net = sum(groups.map((group) => group.taxable));
  const tax = sum(groups.map((group) => group.tax));
  return { lineAmounts, lines, discount, net, tax, total: net + tax, groups };
}

interface GroupedLines {
  readonly category: TaxCategory;
  readonly rate: Decimal;
  readonly reasons: Set<string>;
  lines: bigint;
}

function lineAmount(line: PricedLine, digits: number): LineAmount {
  const base = roundDecimal(multiplyDecimal(line.quantity, line.unitPrice), digits).units;
  const discount = discountOf(line.discount, base);
  return { base, discount, amount: base - discount };
}

/** A discount's value in minor units of its base. */
export function discountOf(discount: Discount, base: bigint): bigint {
  if (discount.kind === 'amount') return discount.minor;
  return divideRounded(base * discount.percent.units, 100n * pow10(discount.percent.scale));
}

/** Groups in a fixed order (category, then rate), so that no result depends on the order of lines. */
function groupLines(lines: readonly PricedLine[], amounts: readonly LineAmount[]): GroupedLines[] {
  const groups = new Map<string, GroupedLines>();
  lines.forEach((line, index) => {
    const key = `${line.taxCategory} ${canonicalDecimal(line.taxRate)}`;
    const group = groups.get(key) ?? { category: line.taxCategory, rate: line.taxRate, reasons: new Set(), lines: 0n };
    group.lines += amounts[index]?.amount ?? 0n;
    if (line.taxReason !== '') group.reasons.add(line.taxReason);
    groups.set(key, group);
  });
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function taxGroup(group: GroupedLines, share: bigint, priceMode: 'exclusive' | 'inclusive'): TaxGroup {
  const remaining = group.lines - share;
  const hundred = 100n * pow10(group.rate.scale);
  const taxable =
    priceMode === 'exclusive' ? remaining : divideRounded(remaining * hundred, hundred + group.rate.units);
  const tax = priceMode === 'exclusive' ? divideRounded(remaining * group.rate.units, hundred) : remaining - taxable;
  return {
    category: group.category,
    rate: canonicalDecimal(group.rate),
    reason: [...group.reasons].sort().join('; '),
    lines: group.lines,
    discount: share,
    taxable,
    tax,
  };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
