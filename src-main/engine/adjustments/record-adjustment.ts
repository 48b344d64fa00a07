import { ok, type Result } from '../../../shared/result.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { followUp } from '../invoices/follow-up.ts';
import { withIntent } from '../invoices/intents.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';

/**
 * Writes an adjustment, new or changed, and everything that follows from it: history, settlement, jobs. Its `updatedAt`
 * says when it was decided. One write decides; a crash after it is made good at the next start. For use in the
 * commands' own order (`exclusively`).
 */
export async function recordAdjustment(
  context: Pick<InvoiceContext, 'db' | 'options' | 'exclusively' | 'courier'>,
  document: AdjustmentDocument,
): Promise<Result<{ adjustmentId: string }>> {
  const { db, courier } = context;
  const before = await findAdjustment(db, document.id);
  const intent = { kind: 'adjust', adjustmentId: document.id, before, at: document.updatedAt } as const;
  const result = await withIntent(
    context,
    intent,
    async () => {
      await db.adjustments.upsert(document);
      return ok({ adjustmentId: document.id });
    },
    followUp,
  );
  courier.wake();
  return result;
}

/** An adjustment by its id; null where there is none. */
export async function findAdjustment(db: EngineDatabase, id: string): Promise<AdjustmentDocument | null> {
  const found = await db.adjustments.findOne(id).exec();
  return found?.toMutableJSON() ?? null;
}
