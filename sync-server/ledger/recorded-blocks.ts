import { inChunks } from '../storage/in-chunks.ts';
import type { Database } from '../storage/transact.ts';

/** A block that payments were recorded in. */
export interface RecordedBlock {
  readonly number: number;
  readonly hash: string;
}

/** Of which blocks to read; both heights are left out themselves. */
export interface RecordedRange {
  readonly above: number;
  readonly below?: number;
}

/** The blocks of a chain with payments that stand and are not final, lowest first. */
export async function readRecordedBlocks(
  db: Database,
  chainId: number,
  { above, below = Number.MAX_SAFE_INTEGER }: RecordedRange,
): Promise<RecordedBlock[]> {
  return standing(db, chainId)
    .where('block_number', '>', above)
    .where('block_number', '<', below)
    .orderBy('block_number')
    .execute();
}

/**
 * The blocks whose payments stand, and whose transactions are in the chain in another block: a transaction is in a chain
 * once, so these are gone, whatever an endpoint says of them. Without it one that moved would count twice.
 *
 * @param transfers of blocks that are in the chain.
 */
export async function readDisplacedBlocks(
  db: Database,
  chainId: number,
  transfers: readonly { readonly txHash: string; readonly blockHash: string }[],
): Promise<RecordedBlock[]> {
  const now = new Map(transfers.map(({ txHash, blockHash }) => [txHash, blockHash]));
  const recorded = await inChunks([...now.keys()], (some) =>
    standing(db, chainId).select('tx_hash').where('tx_hash', 'in', some).execute(),
  );
  const displaced = recorded.filter(({ tx_hash, hash }) => now.get(tx_hash) !== hash);
  return [...new Map(displaced.map(({ number, hash }) => [hash, { number, hash }])).values()];
}

function standing(db: Database, chainId: number) {
  return db
    .selectFrom('payments')
    .select(['block_number as number', 'block_hash as hash'])
    .distinct()
    .where('chain_id', '=', chainId)
    .where('state', 'in', ['seen', 'confirming', 'confirmed']);
}
