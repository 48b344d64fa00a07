import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Builds the practice wallet's script for browsers and returns its text; served at /practice/wallet.js. */
export async function buildPracticeWallet(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./practice-wallet.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('The build of the practice wallet wrote no file');
  return file.text;
}
