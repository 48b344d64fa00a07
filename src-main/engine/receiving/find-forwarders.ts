import { addressBlockSize, maxAddressIndex } from '../../../shared/payment/address-index.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/**
 * Finds the invoices that were issued with a forwarder, newest first and at most `mostOfEach` of each device: every
 * device counts in a block of its own, and a busy one must not hide another's.
 */
export async function findForwarders(db: EngineDatabase, mostOfEach: number): Promise<InvoiceDocument[]> {
  const found: InvoiceDocument[] = [];
  // Half-open, from the last device's block down.
  for (let end = maxAddressIndex + 1; end > 0;) {
    const highest = await newestBelow(db, 0, end, 1);
    if (!highest[0]) break;
    const first = Math.floor(highest[0].addressIndex / addressBlockSize) * addressBlockSize;
    found.push(...(await newestBelow(db, first, end, mostOfEach)));
    end = first;
  }
  return found.sort((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1));
}

async function newestBelow(db: EngineDatabase, first: number, end: number, limit: number): Promise<InvoiceDocument[]> {
  const found = await db.invoices
    .find({
      selector: { addressIndex: { $gte: first, $lt: end }, forwarderOwner: { $ne: '' } },
      sort: [{ addressIndex: 'desc' }],
      limit,
    })
    .exec();
  return found.map((document) => document.toMutableJSON());
}
