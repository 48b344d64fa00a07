import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
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
const bundles: readonly BuildOptions[] = [
  { entryPoints: { main: `${source}shell/main.ts` }, outdir: `${dist}shell`, format: 'esm', packages: 'external' },
  {
    entryPoints: { preload: `${source}shell/preload.ts` },
    outdir: `${dist}shell`,
    format: 'cjs',
    external: ['electron'],
    outExtension: { '.js': '.cjs' },
  },
  {
    entryPoints: {
      'engine-process': `${source}engine/engine-process.ts`,
      'pdf-worker': `${source}engine/pdf/pdf-worker.ts`,
    },
    outdir: `${dist}engine`,
    format: 'esm',
    packages: 'external',
  },
];

/** Bundles the shell, its preload, the engine's process and the PDF worker into `dist/shell` and `dist/engine`. */
export async function buildShell(): Promise<void> {
  for (const folder of ['shell', 'engine']) await rm(`${dist}${folder}`, { recursive: true, force: true });
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    logLevel: 'warning',
  } as const;
  await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));
}

/** Builds the whole desktop app into `dist/`: what {@link buildShell} makes, and the screens. */
export async function buildApp(): Promise<void> {
  await Promise.all([buildShell(), buildRenderer()]);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await buildApp();
