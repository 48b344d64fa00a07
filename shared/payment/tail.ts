import { pow10 } from '../money/decimal.ts';
import { fail, ok, type Problem, type Result } from '../result.ts';

/** Tails run from 1 to this many millionths of a token: always under one cent, never nothing. */
export const maxTail = 9999;

/**
 * Picks the sub-cent tail that tells an invoice apart from all others that share its address.
 *
 * `taken` holds the tails of the address's other watched invoices, `avoided` those that are chosen only where no other
 * is left. `random(bound)` gives a uniform integer from 0 to bound − 1. Fails with `terms.no-free-tail` when 9,999
 * invoices are open at the address.
 */
export function chooseTail(
  random: (bound: number) => number,
  taken: ReadonlySet<number>,
  avoided: ReadonlySet<number> = new Set(),
): Result<number, Problem & { readonly code: 'terms.no-free-tail' }> {
  const free: number[] = [];
  for (let tail = 1; tail <= maxTail; tail++) if (!taken.has(tail)) free.push(tail);
  const preferred = free.filter((tail) => !avoided.has(tail));
  const choice = preferred.length > 0 ? preferred : free;
  const chosen = choice.length > 0 ? choice[random(choice.length)] : undefined;
  if (chosen === undefined)
    return fail(
      'terms.no-free-tail',
      `${maxTail} open invoices share this wallet address, so no amount is left to tell a new one by. Use another address.`,
    );
  return ok(chosen);
}

/**
 * A tail in a token's base units: millionths of a token, whatever its decimals (which must be six or more, unless 0).
 */
export function tailUnits(tail: number, decimals: number): bigint {
  if (tail === 0) return 0n;
  if (decimals < 6) throw new RangeError(`A token with ${decimals} decimals cannot carry a tail of millionths`);
  return BigInt(tail) * pow10(decimals - 6);
}
