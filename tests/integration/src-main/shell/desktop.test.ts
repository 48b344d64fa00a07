import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AppClient } from '../../../../shared/app-api/app-client.ts';
import { unwrap } from '../../../../shared/result.ts';
import { phraseToRootSecret } from '../../../../shared/sealing/recovery-phrase.ts';
import { toBase64url } from '../../../../shared/sealing/base64url.ts';
import { createEngineConnection } from '../../../../src-renderer/engine/engine-connection.ts';
import { lockDataFolder } from '../../../../src-main/engine/database/data-lock.ts';
import { connect, keyringKey, makeFolder, now, openApp, quit, seller, startDesktop, wallet } from './shell-fixture.ts';

const create = { seller, wallet, deviceName: 'Test' };

test('from the first run to an issued PDF, through preload, port and the engine’s own process; quit; and again', async () => {
  const place = makeFolder();
  const desktop = await startDesktop(place);
  const client = await connect(desktop);
  const { phrase } = unwrap(await client.call('workspace.create', create));
  const line = { id: '1', description: 'Work', quantity: '1', unit: '', unitPrice: '10.00' } as const;
  const tax = { discount: { kind: 'percent', value: '' }, taxCategory: 'O', taxRate: '0', taxReason: 'None' } as const;
  const draft = { buyer: { ...seller, name: 'Acme' }, dueDate: '2999-01-01', lines: [{ ...line, ...tax }] };
  const { id } = unwrap(await client.call('invoice.create', { draft }));
  const { number } = unwrap(await client.call('invoice.issue', { id }));
  const pdf = unwrap(await client.call('invoice.pdf', { id }));
  expect(Buffer.from(pdf.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');

  const secret = toBase64url(unwrap(phraseToRootSecret(phrase)));
  for (const name of readdirSync(place.dataDir, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const content = readFileSync(join(name.parentPath, name.name), 'latin1');
    expect([name.name, content.includes(secret) || content.includes(phrase)]).toEqual([name.name, false]);
  }
  expect(lockDataFolder(place.dataDir)).toMatchObject({ ok: false, problem: { code: 'data.in-use' } });
  await quit(desktop);
  const lock = lockDataFolder(place.dataDir);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();

  const again = await startDesktop(place);
  const rows = await now(invoicesOf(await connect(again)));
  expect(rows.rows.map((row) => row.number)).toEqual([number]);
  await quit(again);
});

test('an engine that dies is started again, and the app gets a new channel; what was saved is there', async () => {
  const desktop = await startDesktop(makeFolder());
  // The renderer's own connection: it asks for a new port whenever its channel is gone.
  let isOver = false;
  const { client, status, subscribe } = createEngineConnection({
    open: openApp(desktop).open,
    wait: (milliseconds) => new Promise((resolve) => void (isOver || setTimeout(resolve, milliseconds))),
    random: () => 0.5,
    patience: 30_000,
  });
  unwrap(await client.call('workspace.create', create));
  const { id } = unwrap(await client.call('invoice.create', { draft: {} }));
  const seen: string[] = [];
  const back = new Promise<void>((resolve) => {
    subscribe(() => {
      seen.push(status());
      if (desktop.threads.length === 2 && status() === 'open') resolve();
    });
  });
  desktop.threads[0]?.kill();
  await back;
  expect(seen[0]).toBe('reconnecting');
  const found = await now(invoicesOf(client));
  expect(found.rows.map((row) => row.id)).toEqual([id]);
  expect(desktop.threads).toHaveLength(2);
  isOver = true;
  await quit(desktop);
});

test('a data folder that is in use is told in words, and the app ends', async () => {
  const place = makeFolder();
  const lock = lockDataFolder(place.dataDir);
  const desktop = await startDesktop(place);
  if (desktop.app.exitCode === null) await once(desktop.app, 'quit');
  expect(desktop.errors).toEqual([
    {
      title: 'Quittance cannot open your data',
      content: expect.stringMatching(/Another Quittance .*\(data\.in-use\)$/s),
    },
  ]);
  expect(desktop.app.exitCode).toBe(1);
  expect(desktop.threads).toHaveLength(1);
  if (lock.ok) lock.value.release();
});

test('without a keyring, "basic_text" among them, the secret takes a passphrase and is never stored plainly', async () => {
  const place = makeFolder();
  const desktop = await startDesktop(place, { keyringKey, backend: 'basic_text' });
  const client = await connect(desktop);
  expect(await client.call('workspace.create', create)).toMatchObject({ problem: { code: 'secret.locked' } });
  expect(readdirSync(place.dataDir).filter((name) => name.startsWith('secret'))).toEqual([]);
  unwrap(await client.call('workspace.unlock', { passphrase: 'correct horse' }));
  unwrap(await client.call('workspace.create', create));
  expect(readdirSync(place.dataDir).filter((name) => name.startsWith('secret'))).toEqual(['secret.wrapped']);
  await quit(desktop);
  // The keyring is there now; the secret stays where it was, and locked.
  const later = await startDesktop(place, { keyringKey });
  const locked = await connect(later);
  expect(await now((next) => locked.watch('workspace', {}, next))).toMatchObject({ state: 'locked' });
  expect(existsSync(join(place.dataDir, 'secret.keyring'))).toBe(false);
  await quit(later);
});

test('a secret of another user’s keyring is refused, not replaced', async () => {
  const place = makeFolder();
  const desktop = await startDesktop(place);
  unwrap(await (await connect(desktop)).call('workspace.create', create));
  await quit(desktop);
  const before = readFileSync(join(place.dataDir, 'secret.keyring'));
  const stranger = await startDesktop(place, { keyringKey: new Uint8Array(32).fill(8) });
  if (stranger.app.exitCode === null) await once(stranger.app, 'quit');
  expect(stranger.errors[0]?.content).toContain('secret.lost-key');
  expect(readFileSync(join(place.dataDir, 'secret.keyring')).equals(before)).toBe(true);
});

test('the engine’s process gets nothing in its arguments or environment', async () => {
  const desktop = await startDesktop(makeFolder(), { keyringKey }, { passphrase: 'correct horse' });
  await connect(desktop);
  expect(desktop.threads[0]?.options).toEqual({ serviceName: 'Quittance engine', stdio: 'inherit' });
  await quit(desktop);
});

function invoicesOf(client: AppClient) {
  type Rows = { rows: { id: string; number: string | null }[] };
  return (next: (value: Rows) => void) =>
    client.watch('invoices', { filter: 'all', search: '', offset: 0, limit: 10 }, next);
}
