import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the app into a folder of its own, as it is shipped; `remove` takes the folder away. */
export async function buildApp(): Promise<{ dist: string; remove: () => Promise<void> }> {
  const dist = await mkdtemp(join(tmpdir(), 'quittance-app-'));
  const configFile = fileURLToPath(new URL('../../../src-renderer/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: dist, emptyOutDir: true } });
  return { dist, remove: () => rm(dist, { recursive: true, force: true }) };
}
