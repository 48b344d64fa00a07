import { countConfirmations } from '../../shared/money/confirmation-policy.ts';
import type { PaymentState } from '../../shared/payment/payment.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';

/** How far a chain has been read, and what it says itself of its blocks; null where its nodes do not tell. */
export interface ChainHeights {
  readonly tip: number;
  readonly safe: number | null;
  readonly finalized: number | null;
}

/** Where a payment that stands in the chain is on its way to counting. */
export interface Progress {
  readonly state: Exclude<PaymentState, 'reversed'>;
  readonly confirmations: number;
}

/**
 * Works out a payment's confirmations and state from where its block lies. It is `confirmed`, and `final` once its
 * block is finalised, only when it has all that it needs, the agreement of a second endpoint included; until then one
 * confirmation is missing, however deep it lies. `seen` is a payment in the newest block.
 */
export function progressOf(
  row: Pick<PaymentRow, 'block_number' | 'required' | 'awaits' | 'agreement'>,
  { tip, safe, finalized }: ChainHeights,
): Progress {
  const highest = Math.max(tip, row.block_number);
  const counted = countConfirmations(
    { blocks: row.required, awaits: row.awaits },
    {
      block: BigInt(row.block_number),
      tip: BigInt(highest),
      safe: safe === null ? null : BigInt(safe),
      finalized: finalized === null ? null : BigInt(finalized),
    },
  );
  const isAgreed = row.agreement === 'none' || row.agreement === 'agreed';
  const confirmations = isAgreed ? counted : Math.min(counted, row.required - 1);
  if (confirmations === row.required)
    return { confirmations, state: finalized !== null && finalized >= row.block_number ? 'final' : 'confirmed' };
  return { confirmations, state: highest === row.block_number ? 'seen' : 'confirming' };
}

/** The heights that were applied of a chain; all is nothing before its first block. */
export async function readHeights(db: Database, chainId: number): Promise<ChainHeights> {
  const cursor = await db
    .selectFrom('chain_cursors')
    .select(['block_number as tip', 'safe', 'finalized'])
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  return cursor ?? { tip: 0, safe: null, finalized: null };
}
