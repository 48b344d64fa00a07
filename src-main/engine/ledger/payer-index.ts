import type { PaymentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** Which links an address has paid, by the address in lower case. */
export type PayerIndex = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<EngineDatabase, Promise<Map<string, Set<string>>>>();

/** Who has paid what on a database: read once, then kept up with every write. What was reversed or taken off stays: who paid is known. */
export function payerIndex(db: EngineDatabase): Promise<PayerIndex> {
  const reading = known.get(db) ?? readPayers(db);
  known.set(db, reading);
  reading.catch(() => known.delete(db));
  return reading;
}

async function readPayers(db: EngineDatabase): Promise<Map<string, Set<string>>> {
  const payers = new Map<string, Set<string>>();
  const add = ({ linkId, payment }: Pick<PaymentDocument, 'linkId' | 'payment'>): void => {
    if (linkId === '') return;
    const links = payers.get(payment.from) ?? new Set();
    links.add(linkId);
    payers.set(payment.from, links);
  };
  db.payments.eventBulks$.subscribe(({ events }) => {
    for (const { documentData } of events) add(documentData as PaymentDocument);
  });
  for (const document of await db.payments.find().exec()) add(document);
  return payers;
}
