import type { Hex } from 'viem';
import type { EngineDatabase } from '../database/engine-database.ts';
import { settleInvoice } from '../ledger/settle-invoice.ts';
import { readTransaction } from '../own-chain/read-transaction.ts';
import { openEndpoint } from '../own-chain/own-endpoint.ts';

/**
 * Follows a refund that the own endpoint does not find where it was: after a reorganisation the same transfer is in
 * another block, and is the same refund. Where it is nowhere, nothing changes.
 *
 * @returns Whether it was found in another block, and is to be checked again.
 */
export async function followRefund(
  db: EngineDatabase,
  id: string,
  endpointsFor: (chainId: number) => readonly string[],
  now: Date,
): Promise<boolean> {
  const document = await db.adjustments.findOne(id).exec();
  const refund = document?.toMutableJSON();
  if (!document || !refund?.transfer || refund.kind !== 'refund' || refund.undone) return false;
  const { chainId, txHash, lastingId, key } = refund.transfer;
  for (const endpoint of endpointsFor(chainId)) {
    try {
      const read = await readTransaction(await openEndpoint(endpoint, chainId), chainId, txHash as Hex);
      const moved = read.kind === 'there' ? read.transfers.find((each) => each.lastingId === lastingId) : undefined;
      if (!moved || moved.key === key) return false;
      const at = now.toISOString();
      await document.incrementalModify((current) => ({
        ...current,
        transfer: moved,
        updatedAt: at > current.updatedAt ? at : current.updatedAt,
      }));
      await settleInvoice(db, refund.invoiceId, { at });
      return true;
    } catch {
      // The next endpoint may answer; where none does, the refund is looked for again with its next check.
    }
  }
  return false;
}
