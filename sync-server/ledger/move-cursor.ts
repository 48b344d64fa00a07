import type { BlockRef } from '../chain/chain-event.ts';
import { thinOut } from '../chain/thin-out.ts';
import type { RelayTransaction } from '../storage/transact.ts';

/** Newest blocks of each chain that are remembered by hash; of older ones only some (`thin-out.ts`). */
export const newestRemembered = 256;

/** Says that a chain was applied through this block, and remembers the block's hash. */
export async function moveCursor(
  trx: RelayTransaction,
  chainId: number,
  block: { number: number; hash: string; timestamp?: number },
  now: number,
): Promise<void> {
  const { number, hash, timestamp } = block;
  const place = { block_number: number, block_hash: hash, checked_at: now };
  const time = timestamp === undefined ? {} : { block_time: timestamp };
  await trx
    .insertInto('chain_cursors')
    .values({ chain_id: chainId, finalized: null, block_time: timestamp ?? 0, ...place })
    .onConflict((conflict) => conflict.column('chain_id').doUpdateSet({ ...place, ...time }))
    .execute();
  await trx
    .insertInto('chain_headers')
    .values({ chain_id: chainId, number, hash })
    .onConflict((conflict) => conflict.columns(['chain_id', 'number']).doUpdateSet({ hash }))
    .execute();
  await forgetHeaders(trx, chainId);
}

/** Remembers blocks that were passed on the way to the cursor's next place; call it before {@link moveCursor}. */
export async function rememberBlocks(
  trx: RelayTransaction,
  chainId: number,
  passed: readonly BlockRef[],
): Promise<void> {
  const rows = passed
    .slice(-newestRemembered)
    .map(({ number, hash }) => ({ chain_id: chainId, number: Number(number), hash }));
  if (rows.length === 0) return;
  await trx
    .insertInto('chain_headers')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['chain_id', 'number']).doUpdateSet((row) => ({ hash: row.ref('excluded.hash') })),
    )
    .execute();
}

/** While catching up, blocks are told with gaps: what counts is how many are remembered, not how far back they lie. */
async function forgetHeaders(trx: RelayTransaction, chainId: number): Promise<void> {
  const rows = await trx
    .selectFrom('chain_headers')
    .innerJoin('chain_cursors', 'chain_cursors.chain_id', 'chain_headers.chain_id')
    .select(['number', 'finalized'])
    .where('chain_headers.chain_id', '=', chainId)
    .orderBy('number', 'desc')
    .offset(newestRemembered - 1)
    // SQLite knows no offset without a limit.
    .limit(newestRemembered * 3)
    .execute();
  const beyond = rows.map(({ number }) => ({ number: BigInt(number) }));
  const finalized = rows[0]?.finalized ?? null;
  const kept = thinOut(beyond, newestRemembered, finalized === null ? null : BigInt(finalized));
  const forgotten = beyond.filter((row) => !kept.includes(row));
  if (forgotten.length === 0) return;
  await trx
    .deleteFrom('chain_headers')
    .where('chain_id', '=', chainId)
    .where(
      'number',
      'in',
      forgotten.map(({ number }) => Number(number)),
    )
    .execute();
}
