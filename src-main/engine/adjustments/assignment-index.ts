import type { Subscription } from 'rxjs';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { perDatabase } from '../database/per-database.ts';

/** The owner's words on transfers, also those that were undone, looked up by what they concern. */
export interface AssignmentIndex {
  get(id: string): AdjustmentDocument | undefined;
  /** The words that name an invoice in a part. */
  ofInvoice(invoiceId: string): readonly AdjustmentDocument[];
  /** The words on transfers of a transaction. */
  ofTransaction(txHash: string): readonly AdjustmentDocument[];
  all(): Iterable<AdjustmentDocument>;
}

/**
 * The words of a database: read once, then kept up with every write, also of other devices. Settling asks for them each
 * time, and nearly always there are none.
 */
export const assignmentIndex = perDatabase(readIndex);

async function readIndex(db: EngineDatabase, kept: Subscription): Promise<AssignmentIndex> {
  const byId = new Map<string, AdjustmentDocument>();
  const byInvoice = new Map<string, Set<string>>();
  const byTransaction = new Map<string, Set<string>>();
  const forget = (id: string): void => {
    const before = byId.get(id);
    if (!before) return;
    byId.delete(id);
    byTransaction.get(before.txHash)?.delete(id);
    for (const { invoiceId } of before.assignment?.parts ?? []) byInvoice.get(invoiceId)?.delete(id);
  };
  const keep = (document: AdjustmentDocument): void => {
    forget(document.id);
    byId.set(document.id, document);
    add(byTransaction, document.txHash, document.id);
    for (const { invoiceId } of document.assignment?.parts ?? []) add(byInvoice, invoiceId, document.id);
  };
  const take = (ids: ReadonlySet<string> | undefined): AdjustmentDocument[] =>
    [...(ids ?? [])].flatMap((id) => byId.get(id) ?? []);
  // Before the first read, so that nothing written meanwhile is missed.
  const missed = new Set<string>();
  const following = db.adjustments.eventBulks$.subscribe(({ events }) => {
    for (const { documentData, operation } of events) {
      const document = documentData as AdjustmentDocument;
      if (document.kind !== 'assignment') continue;
      missed.add(document.id);
      if (operation === 'DELETE') forget(document.id);
      else keep(document);
    }
  });
  kept.add(following);
  for (const document of await db.adjustments.find({ selector: { kind: 'assignment' } }).exec())
    if (!missed.has(document.id)) keep(document.toMutableJSON());
  return {
    get: (id) => byId.get(id),
    ofInvoice: (invoiceId) => take(byInvoice.get(invoiceId)),
    ofTransaction: (txHash) => take(byTransaction.get(txHash)),
    all: () => byId.values(),
  };
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key) ?? new Set();
  ids.add(id);
  index.set(key, ids);
}
