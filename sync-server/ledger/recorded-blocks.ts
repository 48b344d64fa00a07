import { inChunks } from '../storage/in-chunks.ts';
import type { Database } from '../storage/transact.ts';

/** A block that payments were recorded in. */
export interface RecordedBlock {
  readonly number: number;
  readonly hash: string;
}

/** Of which blocks to read. */
export interface RecordedRange {
  /** Blocks above this one only. */
  readonly above: number;
  /** Blocks below this one only. */
  readonly below?: number;
  /** Also those with final payments alone. */
  readonly withFinal?: boolean;
}

const standing = ['seen', 'confirming', 'confirmed'] as const;

/** The blocks of a chain with payments that stand and are not final, lowest first. */
export async function readRecordedBlocks(
  db: Database,
  chainId: number,
  { above, below = Number.MAX_SAFE_INTEGER, withFinal = false }: RecordedRange,
): Promise<RecordedBlock[]> {
  return db
    .selectFrom('payments')
    .select(['block_number as number', 'block_hash as hash'])
    .distinct()
    .where('chain_id', '=', chainId)
    .where('state', 'in', withFinal ? [...standing, 'final' as const] : standing)
    .where('block_number', '>', above)
    .where('block_number', '<', below)
    .orderBy('block_number')
    .execute();
}

/**
 * The blocks in which payments stand that some transactions made, where these are in another block now. A transaction is
 * in a chain once: where the other block is, these are gone, whatever an endpoint says of them, or it would count twice.
 */
export async function readOtherBlocks(
  db: Database,
  chainId: number,
  transfers: readonly { readonly txHash: string; readonly blockHash: string }[],
): Promise<(RecordedBlock & { readonly txHash: string })[]> {
  const now = new Map(transfers.map(({ txHash, blockHash }) => [txHash, blockHash]));
  const recorded = await inChunks([...now.keys()], (some) =>
    db
      .selectFrom('payments')
      .select(['block_number as number', 'block_hash as hash', 'tx_hash as txHash'])
      .distinct()
      .where('chain_id', '=', chainId)
      .where('tx_hash', 'in', some)
      .where('state', 'in', standing)
      .execute(),
  );
  return recorded.filter(({ txHash, hash }) => now.get(txHash) !== hash);
}
