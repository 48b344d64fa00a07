import type { Subscription } from 'rxjs';
import type { PaymentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { perDatabase } from '../database/per-database.ts';

/** Which links an address has paid, by the address in lower case. */
export type PayerIndex = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Who has paid what on a database: read once, then kept up with every write. What was reversed or taken off
 * stays: who paid is known.
 */
export const payerIndex = perDatabase(readPayers);

async function readPayers(db: EngineDatabase, kept: Subscription): Promise<PayerIndex> {
  const payers = new Map<string, Set<string>>();
  const add = ({ linkId, payment }: Pick<PaymentDocument, 'linkId' | 'payment'>): void => {
    if (linkId === '') return;
    // A relay writes addresses with their capitals, and an endpoint of the owner's without.
    const from = payment.from.toLowerCase();
    const links = payers.get(from) ?? new Set();
    links.add(linkId);
    payers.set(from, links);
  };
  const following = db.payments.eventBulks$.subscribe(({ events }) => {
    for (const { documentData } of events) add(documentData as PaymentDocument);
  });
  kept.add(following);
  for (const document of await db.payments.find().exec()) add(document);
  return payers;
}
