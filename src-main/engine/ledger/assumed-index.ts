import { setImmediate } from 'node:timers/promises';
import { getChangedDocumentsSince } from 'rxdb';
import type { Subscription } from 'rxjs';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { PaymentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { perDatabase } from '../database/per-database.ts';

/** Payments that are an invoice's by an assumption, and stand, by their keys. */
export type AssumedIndex = ReadonlyMap<string, Payment>;

/** Documents that are read at a time: whatever else waits comes between. */
const atOnce = 500;

/** The assumed payments of a database: read once, then kept up with every write. */
export const assumedIndex = perDatabase(readAssumed);

async function readAssumed(db: EngineDatabase, kept: Subscription): Promise<AssumedIndex> {
  const assumed = new Map<string, Payment>();
  const take = ({ id, linkId, payment }: Pick<PaymentDocument, 'id' | 'linkId' | 'payment'>): void => {
    if (payment.rule === 'assumed' && payment.state !== 'reversed' && linkId !== '') assumed.set(id, payment);
    else assumed.delete(id);
  };
  const following = db.payments.eventBulks$.subscribe(({ events }) => {
    for (const { documentData } of events) take(documentData as PaymentDocument);
  });
  kept.add(following);
  let checkpoint: object | undefined;
  for (;;) {
    const page = await getChangedDocumentsSince<PaymentDocument, object>(
      db.payments.storageInstance,
      atOnce,
      checkpoint,
    );
    page.documents.forEach(take);
    if (page.documents.length < atOnce) return assumed;
    checkpoint = page.checkpoint;
    await setImmediate();
  }
}
