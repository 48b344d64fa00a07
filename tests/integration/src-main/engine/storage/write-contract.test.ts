import { type EventBulk, type RxStorageChangeEvent, addRxPlugin, createRxDatabase } from 'rxdb';
import { RxDBDevModePlugin } from 'rxdb/plugins/dev-mode';
import { wrappedValidateAjvStorage } from 'rxdb/plugins/validate-ajv';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { countByField } from '../../../../../src-main/engine/storage/count-by-field.ts';
import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { SAMPLE_SCHEMA, type Sample, openSamples, sample, stored, temporaryFolder } from './storage-fixture.ts';

type Changes = EventBulk<RxStorageChangeEvent<Sample>, unknown>;

test('a write that does not know the newest revision is a conflict, and is not stored', async () => {
  const instance = await openSamples(getSqliteStorage({ folder: temporaryFolder() }));
  const first = stored(sample('a'));
  const second = stored(sample('a', { age: 2 }), { rev: '2-a' });
  expect((await instance.bulkWrite([{ document: first }], 'test')).error).toEqual([]);
  expect((await instance.bulkWrite([{ previous: first, document: second }], 'test')).error).toEqual([]);
  const late = await instance.bulkWrite(
    [
      { previous: first, document: stored(sample('a', { age: 3 }), { rev: '2-b' }) },
      { document: stored(sample('a', { age: 4 })) },
      { document: stored(sample('b')) },
    ],
    'test',
  );
  expect(late.error.map(({ status, documentId }) => [status, documentId])).toEqual([
    [409, 'a'],
    [409, 'a'],
  ]);
  expect(late.error[0]).toMatchObject({ documentInDb: second });
  expect(await instance.findDocumentsById(['b', 'a', 'none'], false)).toMatchObject([{ id: 'b' }, second]);
  await instance.close();
});

test('the change stream says what RxDB’s memory storage says, to every instance of the process', async () => {
  const folder = temporaryFolder();
  const writer = await openSamples(getSqliteStorage({ folder }));
  const reader = await openSamples(getSqliteStorage({ folder }));
  const memory = await openSamples(getRxStorageMemory(), 'change-stream');
  const heard: Changes[] = [];
  const expected: Changes[] = [];
  reader.changeStream().subscribe((bulk) => heard.push(bulk));
  memory.changeStream().subscribe((bulk) => expected.push(bulk));
  const first = stored(sample('a'));
  const second = stored(sample('a', { age: 2 }), { rev: '2-a' });
  const gone = stored(sample('a', { age: 2 }), { rev: '3-a', deleted: true });
  const back = stored(sample('a', { age: 5 }), { rev: '4-a' });
  for (const rows of [
    [{ document: first }, { document: stored(sample('b')) }, { document: stored(sample('c'), { deleted: true }) }],
    [{ previous: first, document: second }],
    [{ previous: first, document: second }],
    [{ previous: second, document: gone }],
    [{ previous: gone, document: back }],
  ]) {
    await writer.bulkWrite(rows, 'context');
    await memory.bulkWrite(rows, 'context');
  }
  expect(heard.map(withoutId)).toEqual(expected.map(withoutId));
  expect(heard).toHaveLength(4);
  await Promise.all([writer.close(), reader.close(), memory.close()]);
});

test('cleanup removes old tombstones in batches and nothing else', async () => {
  const instance = await openSamples(getSqliteStorage({ folder: temporaryFolder() }));
  const now = Date.now();
  const old = Array.from({ length: 1500 }, (_, at) =>
    stored(sample(`old${at}`), { deleted: true, lwt: now - 100_000 }),
  );
  const kept = [stored(sample('young'), { deleted: true, lwt: now }), stored(sample('alive'), { lwt: now - 100_000 })];
  await instance.bulkWrite(
    [...old, ...kept].map((document) => ({ document })),
    'test',
  );
  expect(await instance.cleanup(50_000)).toBe(false);
  expect(await instance.cleanup(50_000)).toBe(true);
  expect(await instance.findDocumentsById(['old0', 'old1499'], true)).toEqual([]);
  expect(await instance.findDocumentsById(['young', 'alive'], true)).toHaveLength(2);
  await instance.close();
});

test('counts by a field follow inserts, changes, deletions and cleanup', async () => {
  const instance = await openSamples(getSqliteStorage({ folder: temporaryFolder() }));
  const first = stored(sample('a', { name: 'x' }));
  await instance.bulkWrite(
    [first, stored(sample('b', { name: 'x' })), stored(sample('c', { name: 'y' }))].map((document) => ({ document })),
    't',
  );
  expect(Object.fromEntries(countByField(instance, 'name'))).toEqual({ x: 2, y: 1 });
  const moved = stored(sample('a', { name: 'y' }), { rev: '2-a' });
  await instance.bulkWrite([{ previous: first, document: moved }], 't');
  expect(Object.fromEntries(countByField(instance, 'name'))).toEqual({ x: 1, y: 2 });
  expect(Object.fromEntries(countByField(instance, 'name', { id: { $ne: 'b' } }))).toEqual({ y: 2 });
  await instance.bulkWrite(
    [{ previous: moved, document: stored(sample('a', { name: 'y' }), { rev: '3-a', deleted: true, lwt: 5 }) }],
    't',
  );
  expect(Object.fromEntries(countByField(instance, 'name'))).toEqual({ x: 1, y: 1 });
  await instance.cleanup(0);
  expect(Object.fromEntries(countByField(instance, 'name'))).toEqual({ x: 1, y: 1 });
  await instance.close();
});

test('removed, closed and attachment calls fail clearly; the data of a closed one is still there', async () => {
  const storage = getSqliteStorage({ folder: temporaryFolder() });
  const one = await openSamples(storage);
  await one.bulkWrite([{ document: stored(sample('a')) }], 't');
  await one.close();
  await expect(one.findDocumentsById(['a'], false)).rejects.toMatchObject({ problem: { code: 'storage.closed' } });
  const two = await openSamples(storage);
  expect(await two.findDocumentsById(['a'], false)).toHaveLength(1);
  await expect(two.getAttachmentData('a', 'b', 'c')).rejects.toMatchObject({
    problem: { code: 'storage.attachments-unsupported' },
  });
  await expect(openSamples(storage, 'db', { ...SAMPLE_SCHEMA, attachments: {} })).rejects.toMatchObject({
    problem: { code: 'storage.attachments-unsupported' },
  });
  const three = await openSamples(storage);
  await two.remove();
  await expect(three.findDocumentsById(['a'], false)).rejects.toMatchObject({ problem: { code: 'storage.removed' } });
  await three.close();
  const four = await openSamples(storage);
  expect(await four.findDocumentsById(['a'], false)).toEqual([]);
  await four.close();
});

test('new indexes of a schema are built from the documents that are there', async () => {
  const storage = getSqliteStorage({ folder: temporaryFolder() });
  const before = await openSamples(storage);
  await before.bulkWrite(
    [1, 2, 3].map((age) => ({ document: stored(sample(`d${age}`, { age })) })),
    't',
  );
  await before.close();
  const after = await openSamples(storage, 'db', { ...SAMPLE_SCHEMA, indexes: [['isActive', 'age']] });
  expect(Object.fromEntries(countByField(after, 'isActive'))).toEqual({ true: 3 });
  expect(await after.findDocumentsById(['d2'], false)).toMatchObject([{ age: 2 }]);
  await after.close();
});

test('RxDB itself, in dev-mode and validated, lives on it: live queries, updates, counts, reopening', async () => {
  addRxPlugin(RxDBDevModePlugin);
  const storage = wrappedValidateAjvStorage({ storage: getSqliteStorage({ folder: temporaryFolder() }) });
  const open = async () => {
    const database = await createRxDatabase({ name: 'app', storage, multiInstance: false });
    const { samples } = await database.addCollections({ samples: { schema: structuredClone(SAMPLE_SCHEMA) } });
    return { database, samples };
  };
  const { database, samples } = await open();
  const live: string[][] = [];
  const ten = samples.find({ selector: { age: { $gte: 10 } }, sort: [{ age: 'desc' }] });
  const subscription = ten.$.subscribe((found) => live.push(found.map(({ id }: Sample) => id)));
  await samples.bulkInsert([sample('a', { age: 10 }), sample('b', { age: 5 }), sample('c', { age: 20 })]);
  expect((await ten.exec()).map(({ id }: Sample) => id)).toEqual(['c', 'a']);
  await samples.findOne('b').patch({ age: 15 });
  await samples.findOne('c').remove();
  await expect(samples.insert(Object.assign(sample('bad'), { age: 'old' }))).rejects.toThrow();
  expect((await ten.exec()).map(({ id }: Sample) => id)).toEqual(['b', 'a']);
  expect(live.at(-1)).toEqual(['b', 'a']);
  expect(Object.fromEntries(countByField(samples, 'name'))).toEqual({ n: 2 });
  subscription.unsubscribe();
  await database.close();
  const again = await open();
  expect(await again.samples.count({ selector: { age: { $gte: 10 } } }).exec()).toBe(2);
  await again.database.close();
});

/** The checkpoint is each storage's own: see changed-documents.test.ts. */
function withoutId({ events, context }: Changes) {
  return { events, context };
}
