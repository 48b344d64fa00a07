import type { BlockEvent } from '../chain/chain-event.ts';
import { createChainReader } from '../chain/chain-reader.ts';
import { pause } from '../pause.ts';
import type { FollowedChain } from './followed-chain.ts';

/** A block that payments were recorded in, and that the chain no longer has. */
export interface GoneBlock {
  readonly number: number;
  readonly hash: string;
}

const retryMilliseconds = 1_000;

/**
 * Finds blocks between the last one applied and this one that hold recorded payments and are gone from the chain.
 *
 * A scan can record a payment ahead of the blocks that are applied. While catching up, blocks without transfers are
 * left out; so when a reorganisation empties such a block during downtime, no event ever speaks of it. Asks the chain
 * for those blocks alone, hardly ever any; waits until an endpoint answers.
 */
export async function findGoneBlocks(chain: FollowedChain, block: BlockEvent): Promise<GoneBlock[]> {
  const { context, chainId, pool, signal } = chain;
  const { kysely } = context.database;
  const recorded = await kysely
    .selectFrom('payments')
    .select(['block_number as number', 'block_hash as hash'])
    .distinct()
    .where('chain_id', '=', chainId)
    .where('state', 'in', ['seen', 'confirming', 'confirmed'])
    .where('block_number', '<', Number(block.number))
    .where('block_number', '>', (query) =>
      query.selectFrom('chain_cursors').select('chain_cursors.block_number').where('chain_id', '=', chainId),
    )
    .execute();
  const reader = createChainReader(pool, [], signal);
  const gone: GoneBlock[] = [];
  for (const one of recorded) {
    let header = await reader.header(BigInt(one.number));
    while (!header.ok) {
      // Not "still there": the block is given up, and read again at the next start.
      if (signal.aborted) throw new Error('stopped while a block was being looked for');
      await pause(retryMilliseconds, signal);
      header = await reader.header(BigInt(one.number));
    }
    if (header.value !== null && header.value.hash !== one.hash) gone.push(one);
  }
  return gone;
}
