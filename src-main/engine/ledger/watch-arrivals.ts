import { settleByArrival } from '../adjustments/follow-adjustment.ts';
import type { AdjustmentDocument, InvoiceDocument, UnmatchedDocument } from '../database/documents.ts';
import { deriveInvoiceFields, isDerivedCurrent } from '../database/derive-invoice-fields.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createExclusive } from '../exclusive.ts';
import { settleArrivedInvoice } from './record-relay-events.ts';
import { settleWords } from './settle-words.ts';

/**
 * Looks after what comes from other devices: an invoice whose payments are here already is settled, and one whose merge
 * left its derived fields behind gets them anew; what the owner put right there is settled by here.
 */
export function watchArrivals(db: EngineDatabase, options: EngineOptions): { stop(): Promise<void> } {
  const exclusively = createExclusive();
  const inTurn = (what: string, work: () => Promise<void>): void =>
    void exclusively(work).catch((error: unknown) =>
      options.log.error(`${what} from another device could not be looked after`, { error: String(error) }),
    );
  const subscriptions = [
    db.invoices.eventBulks$.subscribe((bulk) => {
      if (!bulk.context.startsWith('replication-')) return;
      for (const { documentData, operation } of bulk.events) {
        const invoice = documentData as InvoiceDocument;
        if (operation !== 'DELETE') inTurn('an invoice', () => lookAfter(db, options, invoice, operation === 'INSERT'));
      }
    }),
    db.adjustments.eventBulks$.subscribe((bulk) => {
      if (!bulk.context.startsWith('replication-')) return;
      for (const { documentData, previousDocumentData } of bulk.events) {
        const before = (previousDocumentData as AdjustmentDocument | undefined) ?? null;
        inTurn('an adjustment', () => settleByArrival(db, documentData as AdjustmentDocument, before));
      }
    }),
    db.unmatched.eventBulks$.subscribe((bulk) => {
      if (!bulk.context.startsWith('replication-')) return;
      for (const { documentData } of bulk.events) {
        const { transfer, at } = documentData as UnmatchedDocument;
        inTurn('a transfer', () => settleWords(db, transfer, at));
      }
    }),
  ];
  return {
    async stop() {
      for (const subscription of subscriptions) subscription.unsubscribe();
      await exclusively(async () => {});
    },
  };
}

async function lookAfter(
  db: EngineDatabase,
  options: EngineOptions,
  arrived: InvoiceDocument,
  isNew: boolean,
): Promise<void> {
  if (isNew && arrived.linkId !== '') await settleArrivedInvoice(db, arrived.linkId, options.now());
  if (isDerivedCurrent(arrived)) return;
  const document = await db.invoices.findOne(arrived.id).exec();
  if (document && !isDerivedCurrent(document.toMutableJSON()))
    await document.incrementalModify((current) => ({ ...current, ...deriveInvoiceFields(current) }));
}
