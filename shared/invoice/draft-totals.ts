import { currencyOf, isCurrencyCode } from '../money/currency.ts';
import { fail, ok, type Problem, type Result } from '../result.ts';
import type { Totals } from './frozen-invoice.ts';
import type { InvoiceDraft } from './invoice-draft.ts';
import { isBlankLine, maxTotalMinor, noDiscount, parseDiscount, parseLine } from './parse-line.ts';
import { computeTotals, discountOf, type Discount, type InvoiceTotals, type PricedLine } from './totals.ts';

/** A draft's lines and discount as read, and what they come to. */
export interface PricedDraft {
  /** Where each priced line stands in the draft: blank lines are left out. */
  readonly indexes: readonly number[];
  readonly lines: readonly PricedLine[];
  readonly discount: Discount;
  readonly totals: InvoiceTotals;
}

/**
 * Reads a draft's numbers and adds them up, for live totals and for issuing.
 *
 * Fails with the first problem that keeps it from adding up: an unknown currency, no line, a number that does not read,
 * or a sum beyond any ledger (`total.too-large`).
 */
export function priceDraft(draft: InvoiceDraft): Result<PricedDraft> {
  if (!isCurrencyCode(draft.currency))
    return fail('currency.unknown', `"${draft.currency}" is not a currency code such as USD or EUR.`, {
      path: ['currency'],
    });
  const currency = currencyOf(draft.currency);
  const indexes = draft.lines.flatMap((line, index) => (isBlankLine(line) ? [] : [index]));
  if (indexes.length === 0)
    return fail('lines.none', 'The invoice is empty. Say what it is for and how much it costs.', { path: ['lines'] });
  const lines: PricedLine[] = [];
  for (const index of indexes) {
    const line = draft.lines[index];
    const parsed = line && parseLine(line, currency, ['lines', index]);
    if (parsed && !parsed.ok) return parsed;
    if (parsed) lines.push(parsed.value);
  }
  const { digits } = currency;
  const undiscounted = computeTotals({ digits, priceMode: draft.priceMode, lines, discount: noDiscount });
  const discount = parseDiscount(draft.discount, undiscounted.lines, currency, ['discount', 'value']);
  if (!discount.ok) return discount;
  const taken = discountOf(discount.value, undiscounted.lines);
  const totals =
    taken === 0n
      ? undiscounted
      : computeTotals({ digits, priceMode: draft.priceMode, lines, discount: discount.value });
  const most = maxTotalMinor(digits);
  if (totals.total > most || undiscounted.total > most) return tooLarge();
  return ok({ indexes, lines, discount: discount.value, totals });
}

/** The draft's totals in the form of an issued document, or null while it does not add up yet. */
export function draftTotals(draft: InvoiceDraft): Totals | null {
  const priced = priceDraft(draft);
  return priced.ok ? documentTotals(priced.value.totals) : null;
}

/** Totals in the form in which a document holds them: minor units as decimal text. */
export function documentTotals(totals: InvoiceTotals): Totals {
  return {
    lines: totals.lines.toString(),
    discount: totals.discount.toString(),
    net: totals.net.toString(),
    tax: totals.tax.toString(),
    total: totals.total.toString(),
    taxes: totals.groups.map(({ category, rate, reason, taxable, tax }) => ({
      category,
      rate,
      reason,
      taxable: taxable.toString(),
      tax: tax.toString(),
    })),
  };
}

function tooLarge(): { readonly ok: false; readonly problem: Problem } {
  return fail('total.too-large', 'The total has more than 15 digits before the point. Check quantities and prices.', {
    path: ['lines'],
  });
}
