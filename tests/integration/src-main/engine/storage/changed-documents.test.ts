import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { FILE_VERSION } from '../../../../../src-main/engine/storage/sqlite-connection.ts';
import { type SampleInstance, openSamples, sample, stored, temporaryFolder } from './storage-fixture.ts';

test('changed documents come in the order of their writes, each once, whatever the clock and the page size', async () => {
  const instance = await openSamples(getSqliteStorage({ folder: temporaryFolder() }));
  const documents = Array.from({ length: 40 }, (_, at) =>
    stored(sample(`d${(at * 17) % 40}`), { lwt: 1000 - Math.floor(at / 5), deleted: at % 3 === 0 }),
  );
  for (const document of documents) await instance.bulkWrite([{ document }], 'test');
  const [first] = documents;
  const again = stored(sample('d0', { age: 2 }), { rev: '2-a', lwt: 1 });
  await instance.bulkWrite([{ ...(first && { previous: first }), document: again }], 'test');
  const wanted = [...documents.slice(1).map(({ id }) => id), 'd0'];
  for (const limit of [1, 7, 40, 100]) expect(await changedSince(instance, limit)).toEqual(wanted);
  await instance.close();
});

test('what is written after the clock was put back, and the newest tombstone cleaned up, is told after what was told', async () => {
  const instance = await openSamples(getSqliteStorage({ folder: temporaryFolder() }));
  let told: unknown;
  instance.changeStream().subscribe(({ checkpoint }) => (told = checkpoint));
  await instance.bulkWrite([{ document: stored(sample('a'), { lwt: 5_000 }) }], 'test');
  const gone = stored(sample('gone'), { lwt: 6_000 });
  await instance.bulkWrite([{ document: gone }], 'test');
  const tombstone = stored(sample('gone'), { rev: '2-a', lwt: 6_001, deleted: true });
  await instance.bulkWrite([{ previous: gone, document: tombstone }], 'test');
  const before = await instance.getChangedDocumentsSince?.(10);
  expect(before?.checkpoint).toEqual(told);
  await instance.cleanup(0);
  await instance.bulkWrite([{ document: stored(sample('late'), { lwt: 1_000 }) }], 'test');
  expect(await changedSince(instance, 10, before?.checkpoint)).toEqual(['late']);
  await instance.close();
});

test('a file from before changes were numbered is brought up, and told from the beginning once more', async () => {
  const file = join(temporaryFolder(), 'db.sqlite');
  const storage = getSqliteStorage({ file });
  const before = await openSamples(storage);
  for (const [id, lwt] of [
    ['a', 3],
    ['b', 1],
    ['c', 2],
  ] as const)
    await before.bulkWrite([{ document: stored(sample(id), { lwt }) }], 'test');
  await before.close();
  takeBack(file);
  const after = await openSamples(storage);
  expect(await changedSince(after, 2, { id: 'a', lwt: 3 })).toEqual(['b', 'c', 'a']);
  await after.bulkWrite([{ document: stored(sample('d'), { lwt: 0 }) }], 'test');
  expect(await changedSince(after, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(await after.findDocumentsById(['a', 'b', 'c'], false)).toHaveLength(3);
  await after.close();
  const again = new DatabaseSync(file);
  expect(again.prepare('PRAGMA user_version').get()).toEqual({ user_version: FILE_VERSION });
  again.close();
});

/** Makes a file what the first version wrote: no numbers of changes, and an index by time. */
function takeBack(file: string): void {
  const database = new DatabaseSync(file);
  const columns = 'n, id, deleted, lwt, rev, f0, f1, f2, f3, json';
  database.exec(`
    CREATE TABLE old (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, deleted ANY NOT NULL, lwt REAL NOT NULL,
      rev TEXT NOT NULL, f0 ANY, f1 ANY, f2 ANY, f3 ANY, json TEXT NOT NULL) STRICT;
    INSERT INTO old SELECT ${columns} FROM c1;
    DROP TABLE c1;
    ALTER TABLE old RENAME TO c1;
    CREATE INDEX c1_dead ON c1 (lwt) WHERE deleted = x'11';
    UPDATE storage_collection SET indexes = json_insert(indexes, '$[#]', json('["_meta.lwt", "id"]'));
    PRAGMA user_version = 1`);
  database.close();
}

/** The ids of all changed documents since a checkpoint, read page by page. */
async function changedSince(instance: SampleInstance, limit: number, checkpoint?: object): Promise<string[]> {
  const seen: string[] = [];
  let page = await instance.getChangedDocumentsSince?.(limit, checkpoint);
  while (page && page.documents.length > 0) {
    seen.push(...page.documents.map(({ id }) => id));
    page = await instance.getChangedDocumentsSince?.(limit, page.checkpoint);
  }
  return seen;
}
