import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { build, type Metafile } from 'esbuild';

/**
 * Where a built page lies: `files` are bare names inside `outDir`: index.html, its script, its style sheet, its icon.
 */
export interface BuiltPage {
  readonly outDir: string;
  readonly files: readonly string[];
}

/** What building a page needs to know. */
export interface BuildPageOptions {
  /** The folder to write into; what it held before is removed. */
  readonly outDir: string;
  /** The path under which the relay serves the folder; index.html links its files so. Default `/page/`. */
  readonly base?: string;
}

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Builds the payment page: index.html, one script, one style sheet and an icon, the latter three named by their
 * content's hash, so they can be cached for ever. Nothing is inline, so the page runs under `paymentPagePolicy`.
 */
export function buildPaymentPage(options: BuildPageOptions): Promise<BuiltPage> {
  return buildPage('', options);
}

/** Builds the page that sends a sweep of forwarders from the owner's browser wallet, in the same form. */
export function buildCollectPage(options: BuildPageOptions): Promise<BuiltPage> {
  return buildPage('collect/', options);
}

/** `folder` holds the page's main.tsx and index.html; it ends with a slash, and is empty for this one. */
async function buildPage(folder: string, options: BuildPageOptions): Promise<BuiltPage> {
  const { outDir, base = '/page/' } = options;
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const { metafile } = await build({
    entryPoints: [source(`${folder}main.tsx`)],
    outdir: outDir,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const icon = await writeHashed(outDir, 'icon.svg', await readFile(source('icon.svg')));
  const script = outputOf(metafile, '.js');
  const style = outputOf(metafile, '.css');
  const html = (await readFile(source(`${folder}index.html`), 'utf8'))
    .replace('%ICON%', base + icon)
    .replace('%STYLE%', base + style)
    .replace('%SCRIPT%', base + script);
  await writeFile(join(outDir, 'index.html'), html);
  return { outDir, files: ['index.html', script, style, icon] };
}

function outputOf(metafile: Metafile, extension: string): string {
  const path = Object.keys(metafile.outputs).find((name) => name.endsWith(extension));
  if (!path) throw new Error(`The build of the payment page wrote no ${extension} file`);
  return basename(path);
}

async function writeHashed(outDir: string, name: string, content: Buffer): Promise<string> {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const hashed = name.replace('.', `-${hash}.`);
  await writeFile(join(outDir, hashed), content);
  return hashed;
}
