import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { buildShell } from '../../../../scripts/build-app.ts';
import { connect, keyringKey, makeFolder, quit, seller, startDesktop, wallet } from './shell-fixture.ts';

test('the bundled engine runs as the source does, its PDF worker too; the preload needs nothing but Electron', async () => {
  // Inside the project, where the packages that stay outside the bundles are found.
  const out = fileURLToPath(new URL('../../../../out/', import.meta.url));
  mkdirSync(out, { recursive: true });
  const built = mkdtempSync(join(out, 'bundles-'));
  onTestFinished(() => rmSync(built, { recursive: true, force: true }));
  await buildShell(built);

  const engineModule = join(built, 'engine', 'engine-process.js');
  const desktop = await startDesktop(makeFolder(), { keyringKey }, { engineModule });
  const client = await connect(desktop);
  unwrap(await client.call('workspace.create', { seller, wallet, deviceName: 'Test' }));
  const { id } = unwrap(await client.call('invoice.create', { draft: {} }));
  const pdf = await client.call('invoice.pdf', { id });
  expect(Buffer.from(unwrap(pdf).content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  await quit(desktop);

  const preload = readFileSync(join(built, 'shell', 'preload.cjs'), 'utf8');
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
  expect(readFileSync(join(built, 'shell', 'main.js'), 'utf8')).toMatch(/from "electron"/);
});
