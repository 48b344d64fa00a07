import type { BlockRef } from '../chain/chain-event.ts';
import type { RelayTransaction } from '../storage/transact.ts';

/** Blocks of each chain that are remembered by hash: as far back as a reorganisation is recognised. */
export const rememberedBlocks = 256;

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
  // While catching up, blocks are told with gaps: what counts is how many are remembered, not how far back they lie.
  const oldest = await trx
    .selectFrom('chain_headers')
    .select('number')
    .where('chain_id', '=', chainId)
    .orderBy('number', 'desc')
    .offset(rememberedBlocks)
    .limit(1)
    .executeTakeFirst();
  if (oldest)
    await trx
      .deleteFrom('chain_headers')
      .where('chain_id', '=', chainId)
      .where('number', '<=', oldest.number)
      .execute();
}

/** Remembers blocks that were passed on the way to the cursor's next place; call it before {@link moveCursor}. */
export async function rememberBlocks(
  trx: RelayTransaction,
  chainId: number,
  passed: readonly BlockRef[],
): Promise<void> {
  const rows = passed
    .slice(-rememberedBlocks)
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
