import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { buildRenderer } from './app/build-renderer.ts';

/** Where the app is built to; `package.json` names `dist/shell/main.js` as its entry. */
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const source = fileURLToPath(new URL('../src-main/', import.meta.url));

/**
 * What Electron runs: the shell and the engine's process as ES modules, the preload as one CommonJS file (a sandboxed
 * preload can load nothing else). Packages stay where they are, in node_modules: pdfmake's fonts are found from there.
 */
const bundles: readonly (BuildOptions & { readonly folder: string })[] = [
  { folder: 'shell', entryPoints: { main: `${source}shell/main.ts` }, format: 'esm', packages: 'external' },
  {
    folder: 'shell',
    entryPoints: { preload: `${source}shell/preload.ts` },
    format: 'cjs',
    external: ['electron'],
    outExtension: { '.js': '.cjs' },
  },
  {
    folder: 'engine',
    entryPoints: {
      'engine-process': `${source}engine/engine-process.ts`,
      'pdf-worker': `${source}engine/pdf/pdf-worker.ts`,
    },
    format: 'esm',
    packages: 'external',
  },
];

/**
 * Bundles the shell, its preload, the engine's process and the PDF worker into `shell` and `engine` of a folder, which
 * must lie where node_modules is found from.
 */
export async function buildShell(into: string = dist): Promise<void> {
  for (const folder of ['shell', 'engine']) await rm(join(into, folder), { recursive: true, force: true });
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    logLevel: 'warning',
  } as const;
  await Promise.all(
    bundles.map(({ folder, ...bundle }) => build({ ...common, ...bundle, outdir: join(into, folder) })),
  );
}

/** Builds the whole desktop app into `dist/`: what {@link buildShell} makes, and the screens. */
export async function buildApp(): Promise<void> {
  await Promise.all([buildShell(), buildRenderer()]);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await buildApp();
