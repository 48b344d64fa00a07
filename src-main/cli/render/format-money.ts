import { formatMoney as format } from '../../../shared/money/amount.ts';
import { isCurrencyCode } from '../../../shared/money/currency.ts';

/** Minor units as decimal text, for a terminal: "USD 1,200.00"; a dash where there is no sum. */
export function formatMinor(minor: string | null, currency: string): string {
  if (minor === null || !isCurrencyCode(currency)) return '–';
  return format({ minor: BigInt(minor), currency }, 'en-US', 'code').replace(/\u00a0/g, ' ');
}
