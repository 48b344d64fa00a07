import type { BlockRef } from '../chain/chain-event.ts';
import type { ChainReader } from '../chain/chain-reader.ts';
import type { FollowedChain } from './followed-chain.ts';

/** How far below the last applied block an endpoint that lags is asked instead. */
const lagBlocks = 8;

/** The last block of a chain that was applied: there is one from when its reading begins (`read-resume-point.ts`). */
export async function readLastApplied({ context, chainId }: FollowedChain): Promise<BlockRef> {
  const { block_number: number, block_hash: hash } = await context.database.kysely
    .selectFrom('chain_cursors')
    .select(['block_number', 'block_hash'])
    .where('chain_id', '=', chainId)
    .executeTakeFirstOrThrow();
  return { number: BigInt(number), hash: hash as BlockRef['hash'] };
}

/**
 * Tells whether all of some endpoints are on the chain that was applied: each shows its last block or, while it does not
 * have that yet, one a little before. Not where one does not answer.
 */
export async function areOnAppliedChain(
  chain: FollowedChain,
  reader: ChainReader,
  endpoints: readonly string[],
): Promise<boolean> {
  const applied = await readLastApplied(chain);
  for (const only of endpoints) {
    const shown = await reader.header(applied.number, { only });
    if (!shown.ok) return false;
    if (shown.value !== null && shown.value.hash !== applied.hash) return false;
    if (shown.value === null && !(await showsEarlier(chain, reader, only, applied.number))) return false;
  }
  return true;
}

async function showsEarlier(
  { context, chainId }: FollowedChain,
  reader: ChainReader,
  only: string,
  applied: bigint,
): Promise<boolean> {
  const earlier = await context.database.kysely
    .selectFrom('chain_headers')
    .select(['number', 'hash'])
    .where('chain_id', '=', chainId)
    .where('number', '<=', Number(applied) - lagBlocks)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (earlier === undefined) return false;
  const shown = await reader.header(BigInt(earlier.number), { only });
  return shown.ok && shown.value?.hash === earlier.hash;
}
