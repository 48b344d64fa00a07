/**
 * Chooses which older blocks are still remembered, so that a reorganisation is found as deep as the chain can have one:
 * where its finalised block lies deep (Base, OP Mainnet, Arbitrum One, Linea) or is not known, one of every `size`
 * heights down to that block, at most `size` of them.
 *
 * @param blocks The last block of those that are remembered anyway, then all before it, newest first; there may be gaps.
 * @param finalized The height of the finalised block; null while the chain has not named one.
 * @returns those remembered, newest first. Which of a stretch of heights is kept does not change as the chain grows.
 */
export function thinOut<Block extends { readonly number: bigint }>(
  blocks: readonly Block[],
  size: number,
  finalized: bigint | null,
): Block[] {
  const stretch = ({ number }: Block): bigint => number / BigInt(size);
  const [first, ...older] = blocks;
  if (first === undefined) return [];
  const sparse = older.filter((block, index) => {
    const before = older[index + 1];
    return before === undefined || stretch(before) !== stretch(block);
  });
  const kept = [first, ...sparse.slice(0, size)];
  const final = kept.findIndex(({ number }) => finalized !== null && number <= finalized);
  return final === -1 ? kept : kept.slice(0, final + 1);
}
