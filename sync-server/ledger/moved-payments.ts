import type { Attribution } from '../../shared/payment/attribution.ts';
import type { AttributionRule } from '../../shared/payment/payment.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { Database } from '../storage/transact.ts';
import { toWatch } from './to-watch.ts';

/** How to credit transfers that are credited already in a block, this one or another; by lasting id. */
export type MovedPayments = ReadonlyMap<string, (transfer: TransferLog) => Extract<Attribution, { kind: 'credited' }>>;

/**
 * Finds payments on record among these transfers: the same transfer in a new block is the same payment, whatever has
 * been published, paid or voided since. Only the lateness is the new block's. A scan can find the new block before the
 * watcher tells that the old one is gone, so it does not matter whether the payment is reversed yet.
 */
export async function readMovedPayments(
  db: Database,
  account: string,
  chainId: number,
  lastingIds: readonly string[],
): Promise<MovedPayments> {
  const rows = await inChunks([...new Set(lastingIds)], (some) => readRecorded(db, account, chainId, some));
  return new Map(
    rows.map(({ lasting_id, rule, ...row }) => {
      const watch = toWatch(row);
      const credit = (transfer: TransferLog) => ({
        kind: 'credited' as const,
        watch,
        rule: rule as Exclude<AttributionRule, 'manual'>,
        late: transfer.blockTime > watch.expiresAt,
      });
      return [lasting_id, credit];
    }),
  );
}

function readRecorded(db: Database, account: string, chainId: number, lastingIds: readonly string[]) {
  return db
    .selectFrom('payments')
    .innerJoin('watches', (join) =>
      join
        .onRef('watches.link_id', '=', 'payments.link_id')
        .onRef('watches.chain_id', '=', 'payments.chain_id')
        .onRef('watches.token', '=', 'payments.token')
        .onRef('watches.address', '=', 'payments.recipient'),
    )
    .selectAll('watches')
    .select(['payments.lasting_id', 'payments.rule'])
    .where('payments.account', '=', account)
    .where('payments.lasting_id', 'in', lastingIds)
    .where('payments.chain_id', '=', chainId)
    .orderBy('payments.block_number')
    .execute();
}
