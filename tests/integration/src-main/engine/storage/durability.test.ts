import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { FILE_VERSION } from '../../../../../src-main/engine/storage/sqlite-connection.ts';
import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { searchDocuments } from '../../../../../src-main/engine/storage/search-documents.ts';
import { openSamples, sample, stored, temporaryFolder } from './storage-fixture.ts';

const search = { samples: { paths: ['name'] } };

test('a kill in the middle of writing loses nothing that was acknowledged', async () => {
  const folder = temporaryFolder();
  const acknowledged: string[] = [];
  for (const [round, writes] of [7, 20, 45].entries()) {
    const child = writeLoop(folder, `r${round}x`);
    let seen = 0;
    for await (const line of linesOf(child)) {
      acknowledged.push(...line.split(' '));
      seen += 1;
      if (seen === writes) child.kill('SIGKILL');
    }
    expect(child.signalCode).toBe('SIGKILL');
  }
  const instance = await openSamples(getSqliteStorage({ folder, search }));
  expect(await instance.findDocumentsById(acknowledged, false)).toHaveLength(acknowledged.length);
  expect(acknowledged.length).toBeGreaterThanOrEqual(3 * (7 + 20 + 45));
  expect(searchDocuments(instance, acknowledged.at(-1) ?? '')).toContain(acknowledged.at(-1));
  await instance.close();
  const file = new DatabaseSync(join(folder, 'db.sqlite'));
  expect(file.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(() => file.exec(`INSERT INTO c1_fts (c1_fts, rank) VALUES ('integrity-check', 0)`)).not.toThrow();
  file.close();
});

test('two processes on one file lose no write and find each other’s conflicts', async () => {
  const folder = temporaryFolder();
  const rounds = 60;
  const children = ['left', 'right'].map((prefix) => writeLoop(folder, prefix, rounds));
  const printed = await Promise.all(
    children.map(async (child) => {
      const lines = [];
      for await (const line of linesOf(child)) lines.push(...line.split(' '));
      return lines;
    }),
  );
  const instance = await openSamples(getSqliteStorage({ folder, search }));
  expect(await instance.findDocumentsById(printed.flat(), false)).toHaveLength(2 * 3 * rounds);
  // Every raise of the shared document has read the one before: none was overwritten.
  expect(await instance.findDocumentsById(['shared'], false)).toMatchObject([{ age: 2 * rounds }]);
  await instance.close();
});

test('a full disk is a clear error and loses nothing', async () => {
  const folder = temporaryFolder();
  const small = await openSamples(getSqliteStorage({ folder, search, maxPages: 80 }));
  const kept: string[] = [];
  let failure: unknown;
  for (let at = 0; failure === undefined && at < 1000; at += 1) {
    const document = stored(sample(`d${at}`, { name: `name ${at}`, any: 'x'.repeat(2000) }));
    await small.bulkWrite([{ document }], 't').then(
      () => kept.push(document.id),
      (error: unknown) => (failure = error),
    );
  }
  expect(failure).toMatchObject({ problem: { code: 'storage.full', retryable: true } });
  expect(kept.length).toBeGreaterThan(5);
  expect(await small.findDocumentsById(kept, false)).toHaveLength(kept.length);
  await small.close();
  const roomy = await openSamples(getSqliteStorage({ folder, search }));
  expect(await roomy.findDocumentsById(kept, false)).toHaveLength(kept.length);
  expect((await roomy.bulkWrite([{ document: stored(sample('after')) }], 't')).error).toEqual([]);
  await roomy.close();
});

test('a file from a newer version, or of another program, is refused and left as it is', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'db.sqlite');
  const storage = getSqliteStorage({ file });
  await (await openSamples(storage)).close();
  const newer = new DatabaseSync(file);
  newer.exec(`PRAGMA user_version = ${FILE_VERSION + 1}; PRAGMA wal_checkpoint(TRUNCATE)`);
  newer.close();
  const [before, touched] = [readFileSync(file), statSync(file).mtimeMs];
  await expect(openSamples(storage)).rejects.toMatchObject({ problem: { code: 'storage.newer-version' } });
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(statSync(file).mtimeMs).toBe(touched);

  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'not a database at all');
  await expect(openSamples(getSqliteStorage({ file: text }))).rejects.toMatchObject({
    problem: { code: 'storage.foreign-file' },
  });
  const foreign = join(folder, 'foreign.sqlite');
  const other = new DatabaseSync(foreign);
  other.exec('PRAGMA user_version = 7; CREATE TABLE theirs (x)');
  other.close();
  await expect(openSamples(getSqliteStorage({ file: foreign }))).rejects.toMatchObject({
    problem: { code: 'storage.foreign-file' },
  });
});

test('a damaged file is named as such', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'db.sqlite');
  await (await openSamples(getSqliteStorage({ file }))).close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 100, 4096);
  const broken = join(folder, 'broken.sqlite');
  copyFileSync(file, broken);
  writeFileSync(broken, bytes);
  await expect(openSamples(getSqliteStorage({ file: broken }))).rejects.toMatchObject({
    problem: { code: 'storage.corrupt' },
  });
});

function writeLoop(folder: string, prefix: string, count?: number): ChildProcess {
  const script = join(import.meta.dirname, 'write-loop.ts');
  const more = count === undefined ? [] : [String(count)];
  return spawn(process.execPath, [script, folder, prefix, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The whole lines that a process prints, until it has ended. */
async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  const ended = once(child, 'exit');
  if (!child.stdout) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) if (line !== '') yield line;
  await ended;
}
