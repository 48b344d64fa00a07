import type { ChainEvent } from '../chain/chain-event.ts';
import { createChainReader, type ChainReader } from '../chain/chain-reader.ts';
import { pause } from '../pause.ts';
import { compareRecorded, type ChainView } from './compare-recorded.ts';
import type { GoneBlock } from './find-gone-blocks.ts';
import type { FollowedChain } from './followed-chain.ts';

const retryMilliseconds = 1_000;

/**
 * Finds blocks above a reorganisation's common one that hold recorded payments, are gone, and are not among its
 * `orphaned`: it went deeper than the blocks that are all remembered, or told blocks had gaps. Without it a payment that
 * moved to a lower block would be found there before its old block is given up, and be counted twice.
 *
 * Asks nothing where every block since was told. Waits until an endpoint answers.
 */
export async function findGoneAfter(
  chain: FollowedChain,
  { orphaned, common }: Extract<ChainEvent, { type: 'reorg' }>,
): Promise<GoneBlock[]> {
  const isWhole = orphaned[0] !== undefined && orphaned[0].number - common.number === BigInt(orphaned.length);
  if (isWhole) return [];
  const { pool, signal } = chain;
  const reader = createChainReader(pool, [], signal);
  for (;;) {
    const view = await readView(reader, common.number);
    // Orphaned too by now: what follows from it is told next, and everything above is read again then.
    if (view !== null && view.start.hash !== common.hash) return [];
    const gone = view === null ? null : await compareRecorded(chain, reader, view, Number(common.number));
    if (gone?.ok === true) return gone.value;
    // Not "nothing is gone": the reorganisation is given up, and found again at the next start.
    if (signal.aborted) throw new Error('stopped while a reorganisation was being looked into');
    await pause(retryMilliseconds, signal);
  }
}

/** The chain as one endpoint shows it; null while none does. */
async function readView(reader: ChainReader, number: bigint): Promise<ChainView | null> {
  const head = await reader.header('latest');
  if (!head.ok || head.value === null) return null;
  const start = await reader.header(number, { only: head.value.endpoint });
  return start.ok && start.value !== null ? { head: head.value, start: start.value } : null;
}
