import { parseLine } from '../../shared/invoice/parse-line.ts';
import type { LineDraft } from '../../shared/invoice/invoice-draft.ts';
import { computeTotals } from '../../shared/invoice/totals.ts';
import { noDiscount } from '../../shared/invoice/parse-line.ts';
import { currencyOf, isCurrencyCode } from '../../shared/money/currency.ts';

/** What one line comes to, minor units, in the invoice's own price mode; null while its numbers do not read. */
export function lineTotal(line: LineDraft, currencyCode: string): bigint | null {
  if (!isCurrencyCode(currencyCode)) return null;
  const currency = currencyOf(currencyCode);
  const parsed = parseLine(line, currency, []);
  if (!parsed.ok) return null;
  const invoice = {
    digits: currency.digits,
    priceMode: 'exclusive',
    lines: [parsed.value],
    discount: noDiscount,
  } as const;
  return computeTotals(invoice).lines;
}
