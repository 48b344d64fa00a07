import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Where the built app lies. */
export const rendererDir = join(project, 'dist', 'renderer');

/** Builds the app with Vite unless what is built is already of these very sources; answers whether it had to. */
export async function buildRenderer(): Promise<boolean> {
  const stampFile = join(project, 'dist', 'renderer.stamp');
  const stamp = await stampOf(['src-renderer', 'shared', 'package-lock.json']);
  const current = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (current === stamp && existsSync(join(rendererDir, 'index.html'))) return false;
  await build({ configFile: join(project, 'src-renderer', 'vite.config.ts'), logLevel: 'error' });
  writeFileSync(stampFile, stamp);
  return true;
}

/** A hash over names, sizes and times of all files below: cheap, and different after any edit. */
async function stampOf(roots: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (path: string): Promise<void> => {
    const found = await stat(path);
    if (!found.isDirectory()) return void hash.update(`${path}:${found.size}:${found.mtimeMs}\n`);
    for (const name of (await readdir(path)).toSorted()) await visit(join(path, name));
  };
  for (const root of roots) await visit(join(project, root));
  return hash.digest('hex');
}
