import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRxDatabase } from 'rxdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../../shared/result.ts';
import { catchStorageProblem } from '../../../../../src-main/engine/database/storage-problem.ts';
import { openDatabase } from '../../../../../src-main/engine/database/open-database.ts';
import { createInvoice } from '../../../../../src-main/engine/invoices/draft-commands.ts';
import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { engineOptions, memorySecrets, simpleDraft, temporaryFolder } from '../engine-fixture.ts';
import { openBench } from '../invoice-bench.ts';

const child = join(import.meta.dirname, 'issue-for-ever.ts');

describe('the data folder', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  test('every local write of a synced document gets a fresh rev', async () => {
    const opened = unwrap(await openDatabase(engineOptions(folder.path)));
    const inserted = await opened.db.timeline.insert({
      id: 'a',
      rev: '',
      invoiceId: 'i',
      at: '2026-01-01T00:00:00.000Z',
      kind: 'created',
      detail: '',
      paymentKey: null,
      txHash: null,
    });
    const first = inserted.toJSON().rev;
    const second = (await inserted.incrementalPatch({ detail: 'x' })).getLatest().toJSON().rev;
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
    await opened.close();
  });

  test('a folder from a newer version is refused and stays as it is', async () => {
    const opened = unwrap(await openDatabase(engineOptions(folder.path)));
    await opened.close();
    const file = join(folder.path, 'quittance.sqlite');
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    const before = await readFile(file);
    const refused = await openDatabase(engineOptions(folder.path));
    expect(refused).toMatchObject({ ok: false, problem: { code: 'storage.newer-version' } });
    expect(before.equals(await readFile(file))).toBe(true);
  });

  test('checks that did not say what they had checked are asked for again after an update', async () => {
    const old = await createRxDatabase({
      name: 'quittance',
      storage: getSqliteStorage({ file: join(folder.path, 'quittance.sqlite') }),
      multiInstance: false,
    });
    const text = { type: 'string' };
    const { verifications } = await old.addCollections({
      verifications: {
        schema: {
          version: 0,
          type: 'object',
          primaryKey: 'id',
          properties: { id: { ...text, maxLength: 180 }, linkId: text, status: text, detail: text, checkedAt: text },
          required: ['id', 'linkId', 'status'],
        },
      },
    });
    await verifications.insert({ id: 'a', linkId: 'l', status: 'verified', detail: 'Checked.', checkedAt: 'now' });
    await old.close();
    const opened = unwrap(await openDatabase(engineOptions(folder.path)));
    const migrated = await opened.db.verifications.findOne('a').exec(true);
    expect(migrated.toJSON()).toMatchObject({ linkId: 'l', status: 'waiting', facts: '', due: true });
    await opened.close();
  });

  test('a full disk is a clear problem, and what was saved before is still there', async () => {
    const options = engineOptions(folder.path, { relayOrigin: null });
    let bench = await openBench({ ...options, maxPages: 200 });
    const saved: string[] = [];
    let code = '';
    while (code === '' && saved.length < 2000) {
      const draft = simpleDraft({ notes: 'n'.repeat(9000) });
      const result = await catchStorageProblem(() => createInvoice(bench.context, draft));
      if (result.ok) saved.push(result.value.id);
      else code = result.problem.code;
    }
    expect(code).toBe('storage.full');
    expect(saved.length).toBeGreaterThan(0);
    await bench.close();
    bench = await openBench(options);
    const found = await bench.db.invoices.findByIds(saved).exec();
    expect(found.size).toBe(saved.length);
    await createInvoice(bench.context, simpleDraft());
    await bench.close();
  });

  test('killed at any moment, the folder is free at once and numbers have neither gap nor double', async () => {
    const secrets = memorySecrets();
    // The secret of issue-for-ever.ts: the invoices are its workspace's.
    await secrets.save(new Uint8Array(32).fill(7));
    const options = engineOptions(folder.path, { relayOrigin: null, secrets });
    for (const lines of [3, 5, 9]) {
      const process = spawn(globalThis.process.execPath, [child, folder.path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let seen = 0;
      for await (const chunk of process.stdout) {
        seen += String(chunk).split('\n').length - 1;
        if (seen >= lines) break;
      }
      const closed = once(process, 'close');
      process.kill('SIGKILL');
      await closed;
    }
    const bench = await openBench(options);
    await bench.issue();
    const issued = await bench.db.invoices.find({ selector: { sequence: { $gt: 0 } } }).exec();
    const sequences = issued.map((invoice) => invoice.sequence).sort((a, b) => a - b);
    expect(sequences).toEqual(sequences.map((_, at) => at + 1));
    expect(sequences.length).toBeGreaterThan(10);
    await bench.close();
  });
});
