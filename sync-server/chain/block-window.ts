import type { BlockRef } from './chain-event.ts';

/**
 * The last blocks that were told, oldest first; there may be gaps, since catching up tells only some blocks. A
 * reorganisation is recognised as far back as it reaches.
 */
export interface BlockWindow {
  /** The last block told; undefined before the first. */
  tip(): BlockRef | undefined;
  hashAt(number: bigint): `0x${string}` | undefined;
  /** Newest first. */
  newestFirst(): BlockRef[];
  add(block: BlockRef): void;
  /** Forgets every block after `number` and returns them, newest first. */
  cutAfter(number: bigint): BlockRef[];
}

/** Creates a window of at most `size` blocks from what is known, in any order. */
export function createBlockWindow(size: number, known: readonly BlockRef[]): BlockWindow {
  const blocks = new Map(
    [...known]
      .sort((a, b) => (a.number < b.number ? -1 : 1))
      .slice(-size)
      .map((block) => [block.number, block]),
  );
  const newestFirst = (): BlockRef[] => [...blocks.values()].reverse();
  let tip = newestFirst()[0];
  return {
    tip: () => tip,
    hashAt: (number) => blocks.get(number)?.hash,
    newestFirst,
    add({ number, hash }) {
      tip = { number, hash };
      blocks.set(number, tip);
      const [oldest] = blocks.keys();
      if (blocks.size > size && oldest !== undefined) blocks.delete(oldest);
    },
    cutAfter(number) {
      const gone = newestFirst().filter((block) => block.number > number);
      for (const block of gone) blocks.delete(block.number);
      tip = newestFirst()[0];
      return gone;
    },
  };
}
