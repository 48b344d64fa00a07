import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { damagePages } from '../../../helpers/damage-pages.ts';
import { finished, makePlace, problemCode, runBinary, runHere, startBinary, wallet } from './cli-fixture.ts';

test('a second process on one data folder is told so, and gets it when the first has stopped', async () => {
  const place = makePlace();
  await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet]);
  const watching = startBinary(place, ['watch', '--json']);
  const ended = finished(watching);
  if (watching.stdout) await once(watching.stdout, 'data');
  const second = await runBinary(place, ['--json', 'invoice', 'list']);
  expect([second.code, problemCode(second)]).toEqual([4, 'data.in-use']);
  watching.kill('SIGINT');
  const watched = await ended;
  expect(watched.code).toBe(0);
  expect(JSON.parse(watched.out.split('\n')[0] ?? '')).toMatchObject({ watching: 0 });
  expect((await runBinary(place, ['invoice', 'list'])).code).toBe(0);
});

test('a data folder from a newer version is left as it is', async () => {
  const place = makePlace();
  await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet]);
  const file = join(place.dataDir, 'quittance.sqlite');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 999');
  database.close();
  const before = readFileSync(file);
  const run = await runBinary(place, ['--json', 'status']);
  expect([run.code, problemCode(run)]).toEqual([4, 'storage.newer-version']);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a damaged data file is said at once, with its exit code', async () => {
  const place = makePlace();
  await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet]);
  const draft = ['--to', 'a@b.example', '--amount', '10', '--description', 'work'];
  expect((await runHere(place, ['invoice', 'create', ...draft])).code).toBe(0);
  damagePages(join(place.dataDir, 'quittance.sqlite'), 'invoices');
  const run = await runHere(place, ['--json', 'invoice', 'list']);
  expect([run.code, problemCode(run)]).toEqual([4, 'storage.corrupt']);
  const watch = await runHere(place, ['watch']);
  expect([watch.code, watch.error]).toEqual([4, expect.stringContaining('damaged; restore it from a backup')]);
});

test('a passphrase protects the secret: without it the workspace is locked, with a wrong one it stays so', async () => {
  const place = makePlace();
  const withPassphrase = (text: string) => ({ ...place, env: { ...place.env, QUITTANCE_PASSPHRASE: text } });
  const unsaid = await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet, '--passphrase-from-env']);
  expect(unsaid.code).toBe(2);
  const right = withPassphrase('correct horse');
  expect((await runHere(right, ['init', '--name', 'Ada', '--wallet', wallet, '--passphrase-from-env'])).code).toBe(0);
  expect(existsSync(join(place.folder, 'keys'))).toBe(false);
  const locked = await runHere(place, ['--json', 'status']);
  expect([locked.code, problemCode(locked)]).toEqual([7, 'workspace.locked']);
  expect((await runHere(withPassphrase('battery staple'), ['status'])).code).toBe(7);
  expect((await runHere(right, ['status', '--wait', '0'])).code).toBe(0);
});

test('a copy of the data folder opens nothing without this device’s key', async () => {
  const place = makePlace();
  await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet]);
  const elsewhere = { ...place, env: { ...place.env, QUITTANCE_KEY_DIR: join(place.folder, 'other-keys') } };
  const run = await runHere(elsewhere, ['--json', 'phrase', 'show']);
  expect([run.code, problemCode(run)]).toEqual([7, 'secret.lost-key']);
});

test('a folder of the desktop window, whose secret the keyring has, is refused and not begun anew', async () => {
  const place = makePlace();
  mkdirSync(place.dataDir, { recursive: true });
  writeFileSync(join(place.dataDir, 'secret.keyring'), 'sealed');
  for (const args of [['status'], ['init', '--name', 'Ada', '--wallet', wallet]]) {
    const run = await runHere(place, ['--json', ...args]);
    expect([run.code, problemCode(run)]).toEqual([7, 'secret.keyring-only']);
  }
  expect(readdirSync(place.dataDir)).toEqual(['secret.keyring']);
});

const oldNode = findOldNode();

test.runIf(oldNode !== undefined)('an older Node hands over to the one that came with the package', async () => {
  const place = makePlace();
  const run = await runBinary(
    place,
    ['--json', 'invoice', 'show', 'x'],
    oldNode === undefined ? {} : { node: oldNode },
  );
  expect([run.code, problemCode(run)]).toEqual([7, 'workspace.absent']);
  const help = await runBinary(place, ['--help'], oldNode === undefined ? {} : { node: oldNode });
  expect(help.code).toBe(0);
  expect(help.out).toContain('Usage: quittance');
  await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet]);
  const watching = startBinary(place, ['watch'], oldNode === undefined ? {} : { node: oldNode });
  const ended = finished(watching);
  if (watching.stdout) await once(watching.stdout, 'data');
  watching.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect((await runHere(place, ['invoice', 'list'])).code).toBe(0);
});

/** A Node older than 24 on the search path, if there is one. */
function findOldNode(): string | undefined {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']) {
    if (!existsSync(folder) || !readdirSync(folder).includes('node')) continue;
    const version = spawnSync(join(folder, 'node'), ['--version'], { encoding: 'utf8' }).stdout ?? '';
    const major = Number(/^v(\d+)/.exec(version)?.[1] ?? 24);
    if (major >= 18 && major < 24) return join(folder, 'node');
  }
  return undefined;
}
