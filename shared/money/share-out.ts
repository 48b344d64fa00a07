/**
 * Shares a sum out in proportion to the weights by largest remainder, so that the shares add up to the sum. Ties go to
 * the larger weight, then to the one that comes first.
 *
 * A weight of zero gets nothing, and where the sum is no more than all weights together, no share is more than
 * its weight: the part below one unit that a share is rounded up by is a part of its own weight. Weights and
 * sum are not negative.
 */
export function shareOut(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = sum(weights);
  if (total === 0n || amount === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (amount * weight) / total);
  const byRemainder = weights
    .map((weight, index) => ({ index, weight, remainder: (amount * weight) % total }))
    .sort((a, b) => descending(a.remainder, b.remainder) || descending(a.weight, b.weight) || a.index - b.index);
  const missing = Number(amount - sum(shares));
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}

function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
