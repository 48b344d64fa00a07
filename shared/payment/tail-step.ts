import { pow10 } from '../money/decimal.ts';
import { findToken } from '../money/token.ts';
import type { AskedAmounts } from './rest.ts';

/**
 * How far apart amounts lie whose last digits are an option's tail, in base units of its token: one cent of it, by the
 * registry's decimals. For a token that the registry does not hold, and for a tail of a cent or more, it is the next
 * power of ten above the tail. Zero where there is no tail (an address of the invoice's own).
 *
 * Page, relay and device know it from the same few things, so that they agree.
 */
export function tailStep(option: AskedAmounts & { readonly chainId: number; readonly token: string }): bigint {
  const tail = option.tagged - option.exact;
  if (tail <= 0n) return 0n;
  const decimals = findToken(option.chainId, option.token)?.decimals ?? 0;
  const cent = decimals > 2 ? pow10(decimals - 2) : 1n;
  return tail < cent ? cent : pow10(String(tail).length);
}
