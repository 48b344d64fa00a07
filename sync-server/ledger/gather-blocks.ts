import type { BlockEvent, BlockRef, ChainEvent } from '../chain/chain-event.ts';

/**
 * Blocks that are applied as one: the last of them, with the transfers of all, in order; `passed` are those before it.
 */
export type GatheredBlocks = BlockEvent & { readonly passed: readonly BlockRef[] };

/** A watcher's event, blocks gathered. */
export type GatheredEvent = Exclude<ChainEvent, { type: 'block' }> | GatheredBlocks;

/**
 * Gathers blocks that the watcher read together, so that catching up costs a transaction for each page and not for each
 * block. A page that is not told to its end is not told at all: it is read again after a restart.
 */
export async function* gatherBlocks(events: AsyncIterable<ChainEvent>): AsyncGenerator<GatheredEvent, void, void> {
  let passed: BlockEvent[] = [];
  for await (const event of events) {
    if (event.type !== 'block') yield event;
    else if (event.more) passed.push(event);
    else {
      const transfers = [...passed, event].flatMap((block) => block.transfers);
      yield { ...event, transfers, passed: passed.map(({ number, hash }) => ({ number, hash })) };
      passed = [];
    }
  }
}
