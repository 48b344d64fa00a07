import { moneyToDecimal, parseMoney } from '../../shared/money/amount.ts';
import { isCurrencyCode } from '../../shared/money/currency.ts';

/** What is wrong with an amount of money as typed, in words; null when nothing is. Nothing is no amount here. */
export function judgeMoney(text: string, currency: string): string | null {
  if (!isCurrencyCode(currency)) return null;
  const parsed = parseMoney(text, currency);
  if (!parsed.ok) return parsed.problem.message;
  return parsed.value.minor === 0n ? 'Write an amount above zero.' : null;
}

/** Minor units as one types them: "12.50". Empty for a currency that is not known. */
export function minorText(minor: bigint, currency: string): string {
  return isCurrencyCode(currency) ? moneyToDecimal({ minor, currency }) : '';
}
