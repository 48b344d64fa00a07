import { formatMoney } from '../../shared/money/amount.ts';
import { isCurrencyCode } from '../../shared/money/currency.ts';

/** The reader's language, by which amounts and dates are written. */
export const locale: string = globalThis.navigator?.language ?? 'en-US';

/** Minor units (decimal text or bigint) as the reader writes them: "$1,200.00"; an en dash where there is no amount. */
export function formatMinor(minor: string | bigint | null, currency: string): string {
  if (minor === null || !isCurrencyCode(currency)) return '–';
  return formatMoney({ minor: BigInt(minor), currency }, locale);
}
