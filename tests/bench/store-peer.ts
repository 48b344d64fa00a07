import { normalizeMangoQuery, prepareQuery } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { benchSearches } from './store-invoices.ts';
import { measureStore } from './store-measure.ts';
import { openStoreSide } from './store-side.ts';

/** Runs in the browser: RxDB on Dexie, with the same documents and the same measurements. */
async function measurePeer(documents: number) {
  const { side, insertsPerSecond, close } = await openStoreSide(getRxStorageDexie(), documents, {
    countByState: async (collection) => {
      for (const state of ['draft', 'issued', 'void'] as const) {
        const { schema } = collection.storageInstance;
        const selector = { _deleted: false, state: state };
        await collection.storageInstance.count(prepareQuery(schema, normalizeMangoQuery(schema, { selector })));
      }
    },
    // RxDB has no full-text search on Dexie; a case-blind pattern over the same fields is what it offers.
    search: (collection, text) => {
      const $regex = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const pattern = { $regex, $options: 'i' };
      const fields = ['number', 'buyerName', 'total', 'lines.text'];
      const { schema } = collection.storageInstance;
      const selector = { _deleted: false, $or: fields.map((field) => ({ [field]: pattern })) };
      const query = normalizeMangoQuery(schema, { selector, limit: 50 });
      return collection.storageInstance.query(prepareQuery(schema, query));
    },
  });
  const times = await measureStore(side, benchSearches(documents));
  await close();
  return { times, insertsPerSecond };
}

Object.assign(globalThis, { measurePeer });
