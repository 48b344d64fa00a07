import type { PayableInvoice } from './payment-terms.ts';
import { optionOf } from './exact-sum.ts';
import type { RefundMade } from './remedies.ts';
import { noShare, unpaidShare, type Share } from './rest.ts';

/** What a refund takes back: tokens, and their worth in minor units where the terms do not name them. */
export type SharedRefund = Pick<RefundMade, 'chainId' | 'token' | 'units' | 'value'>;

/**
 * The part of an invoice that is settled by more than the transfers which the relay sees, as a fraction in lowest
 * terms. It is below zero after a refund, and never above one.
 *
 * @param otherwise minor units that were credited, paid outside or let go.
 */
export function settledShare(
  { invoice, terms }: PayableInvoice,
  otherwise: bigint,
  refunds: readonly SharedRefund[] = [],
): Share {
  const total = BigInt(invoice.totals.total);
  if (total <= 0n) return noShare;
  const options = terms.options.map((option) => ({
    ...option,
    exact: BigInt(option.exact),
    tagged: BigInt(option.tagged),
  }));
  const named = refunds.filter((refund) => optionOf(terms.options, refund));
  const stated = refunds.filter((refund) => !optionOf(terms.options, refund));
  const minor = stated.reduce((sum, { value }) => sum - value, otherwise);
  // What went back in tokens is taken by the terms' own proportion, so that the share is exact.
  const paid = named.map((refund) => ({ ...refund, units: BigInt(refund.units) }));
  const back = unpaidShare(options, paid);
  const part = minor * back.whole - (back.whole - back.part) * total;
  return lowest({ part, whole: total * back.whole });
}

/** A share in lowest terms as text, to compare two by: "1/5"; empty for nothing. */
export function shareText({ part, whole }: Share): string {
  return part === 0n ? '' : `${part}/${whole}`;
}

function lowest({ part, whole }: Share): Share {
  if (part >= whole) return { part: 1n, whole: 1n };
  const divisor = greatestCommonDivisor(part < 0n ? -part : part, whole);
  return { part: part / divisor, whole: whole / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
