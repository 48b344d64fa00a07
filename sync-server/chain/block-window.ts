import type { BlockRef } from './chain-event.ts';
import { thinOut } from './thin-out.ts';

/**
 * The last blocks that were told, and some of those before (`thin-out.ts`); there may be gaps, since catching up tells
 * only some blocks. A reorganisation is recognised as far back as it reaches.
 */
export interface BlockWindow {
  /** The last block told; undefined before the first. */
  tip(): BlockRef | undefined;
  hashAt(number: bigint): `0x${string}` | undefined;
  /** Newest first. */
  newestFirst(): BlockRef[];
  add(block: BlockRef): void;
  /** Says that the chain can no longer change up to `number`: one block there is enough to remember. */
  settle(number: bigint): void;
  /** Forgets every block after `number` and returns those that were remembered, newest first. */
  cutAfter(number: bigint): BlockRef[];
}

/** What a window starts with. */
export interface BlockWindowOptions {
  /** How many of the last blocks told are all remembered. */
  readonly size: number;
  /** Blocks told before, in any order. */
  readonly known: readonly BlockRef[];
  /** The chain's finalised block; null while it has not named one. */
  readonly finalized: bigint | null;
}

/** Creates a window from what is known. */
export function createBlockWindow({ size, known, finalized }: BlockWindowOptions): BlockWindow {
  const sorted = [...known].sort((a, b) => (a.number < b.number ? -1 : 1));
  let blocks = new Map(sorted.map((block) => [block.number, block]));
  let settled = finalized;
  let tip = sorted.at(-1);
  const told = (): BlockRef[] => [...blocks.values()].reverse();
  const newestFirst = (): BlockRef[] => {
    const all = told();
    return [...all.slice(0, size - 1), ...thinOut(all.slice(size - 1), size, settled)];
  };
  return {
    tip: () => tip,
    hashAt: (number) => blocks.get(number)?.hash,
    newestFirst,
    add({ number, hash }) {
      tip = { number, hash };
      blocks.set(number, tip);
      // Now and then, since it looks at all of them.
      if (blocks.size > size * 3)
        blocks = new Map(
          newestFirst()
            .reverse()
            .map((block) => [block.number, block]),
        );
    },
    settle(number) {
      settled = number;
    },
    cutAfter(number) {
      // Only those that were looked at: others above the fork may still be in the chain.
      const gone = newestFirst().filter((block) => block.number > number);
      for (const block of told()) if (block.number > number) blocks.delete(block.number);
      tip = told()[0];
      return gone;
    },
  };
}
