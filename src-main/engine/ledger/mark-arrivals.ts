import { getChangedDocumentsSince, type RxCollection } from 'rxdb';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { markTransfers } from './mark-transfers.ts';
import { creditedTransfer, unmatchedTransfer, type KnownTransfer } from './transfers.ts';

/** Documents that are read at a time. */
const atOnce = 500;

/**
 * Has every transfer checked that was written since the last call, whoever wrote it: replication writes what
 * other devices know without its check. How far this has come is on disk, so that a crash or a full disk in
 * between leaves none out.
 */
export async function markArrivals(db: EngineDatabase): Promise<void> {
  await markChanged(db, db.payments, creditedTransfer);
  await markChanged(db, db.unmatched, unmatchedTransfer);
}

async function markChanged<Document>(
  db: EngineDatabase,
  collection: RxCollection<Document>,
  toTransfer: (document: Document) => KnownTransfer,
): Promise<void> {
  const key = deviceKeys.markedThrough(collection.name);
  let from = await readDeviceValue<object>(db, key);
  for (;;) {
    const { documents, checkpoint } = await getChangedDocumentsSince<Document, object>(
      collection.storageInstance,
      atOnce,
      from ?? undefined,
    );
    if (documents.length === 0) return;
    await markTransfers(
      db,
      documents.filter(({ _deleted }) => !_deleted).map((document) => toTransfer(document)),
    );
    await writeDeviceValue(db, key, checkpoint);
    from = checkpoint;
  }
}
