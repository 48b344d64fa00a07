import { BehaviorSubject, filter, firstValueFrom } from 'rxjs';
import { type RxCollection, type RxStorage, createRxDatabase, normalizeMangoQuery, prepareQuery } from 'rxdb';
import { BENCH_SCHEMA, type BenchInvoice, benchInvoice } from './store-invoices.ts';
import type { StoreSide } from './store-measure.ts';

const BATCH = 2000;

/** The part of a side that is the same on every storage; `count` and `search` are handed in. */
export async function openStoreSide(
  storage: RxStorage<object, object>,
  documents: number,
  own: {
    readonly countByState: (collection: RxCollection<BenchInvoice>) => Promise<unknown>;
    readonly search: (collection: RxCollection<BenchInvoice>, text: string) => Promise<unknown>;
  },
): Promise<{ side: StoreSide; insertsPerSecond: number; close: () => Promise<unknown> }> {
  let opened = await openCollection(storage);
  const start = performance.now();
  for (let from = 0; from < documents; from += BATCH) {
    const length = Math.min(BATCH, documents - from);
    await opened.collection.bulkInsert(Array.from({ length }, (_, at) => benchInvoice(from + at)));
  }
  let watched: Awaited<ReturnType<typeof watchIssued>> | undefined;
  const insertsPerSecond = documents / ((performance.now() - start) / 1000);
  const side: StoreSide = {
    async open() {
      await opened.database.close();
      opened = await openCollection(storage);
      return opened.collection.find({ sort: [{ updatedAt: 'desc' }], limit: 50 }).exec();
    },
    newest: (filter) => newestOf(opened.collection, filter),
    countByState: () => own.countByState(opened.collection),
    search: (text) => own.search(opened.collection, text),
    async watch() {
      watched = await watchIssued(opened.collection);
    },
    async writeToLive(run) {
      const document = { ...benchInvoice(documents + run), state: 'issued' as const };
      const written = await opened.collection.insert(document);
      await watched?.until((ids) => ids[0] === document.id);
      await written.patch({ state: 'void' });
      await watched?.until((ids) => ids.length === Math.min(50, documents) && !ids.includes(document.id));
    },
  };
  return { side, insertsPerSecond, close: () => (watched?.stop(), opened.database.close()) };
}

async function openCollection(storage: RxStorage<object, object>) {
  const database = await createRxDatabase({ name: 'bench', storage, multiInstance: false });
  const { invoices } = await database.addCollections({ invoices: { schema: structuredClone(BENCH_SCHEMA) } });
  const collection: RxCollection<BenchInvoice> = invoices;
  return { database, collection };
}

function newestOf(collection: RxCollection<BenchInvoice>, filter: Readonly<Record<string, string>>) {
  const { storageInstance } = collection;
  const query = { selector: { _deleted: false, ...filter }, sort: [{ updatedAt: 'desc' as const }], limit: 50 };
  return storageInstance.query(
    prepareQuery(storageInstance.schema, normalizeMangoQuery(storageInstance.schema, query)),
  );
}

/** Keeps the newest 50 issued invoices on a screen, as it were; resolves when they are there. */
async function watchIssued(collection: RxCollection<BenchInvoice>) {
  const query = collection.find({ selector: { state: 'issued' }, sort: [{ updatedAt: 'desc' }], limit: 50 });
  const rows = new BehaviorSubject<readonly string[]>([]);
  const subscription = query.$.subscribe((found) => rows.next(found.map((row) => row.id)));
  const until = (holds: (ids: readonly string[]) => boolean) => firstValueFrom(rows.pipe(filter(holds)));
  await until((ids) => ids.length > 0);
  return { until, stop: () => subscription.unsubscribe() };
}
