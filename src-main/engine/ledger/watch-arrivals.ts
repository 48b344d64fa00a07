import type { InvoiceDocument } from '../database/documents.ts';
import { deriveInvoiceFields, isDerivedCurrent } from '../database/derive-invoice-fields.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createExclusive } from '../exclusive.ts';
import { settleArrivedInvoice } from './record-relay-events.ts';

/**
 * Looks after invoices that come from other devices: one whose payments are here already is settled, and one whose merge
 * left its derived fields behind gets them anew.
 */
export function watchArrivals(db: EngineDatabase, options: EngineOptions): { stop(): Promise<void> } {
  const exclusively = createExclusive();
  const subscription = db.invoices.eventBulks$.subscribe((bulk) => {
    if (!bulk.context.startsWith('replication-')) return;
    for (const { documentData, operation } of bulk.events) {
      if (operation === 'DELETE') continue;
      const invoice = documentData as InvoiceDocument;
      exclusively(() => lookAfter(db, options, invoice, operation === 'INSERT')).catch((error: unknown) =>
        options.log.error('an invoice from another device could not be looked after', { error: String(error) }),
      );
    }
  });
  return {
    async stop() {
      subscription.unsubscribe();
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
