import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file of the payment page in each encoding that it is served in. */
export interface PageFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer;
  readonly gzip: Buffer;
}

/**
 * The built pages, in memory: the HTML of the payment page and of the page that collects, and their
 * other files by name.
 */
export interface PaymentPages {
  readonly payment: PageFile;
  readonly collect: PageFile;
  readonly assets: ReadonlyMap<string, PageFile>;
}

/** Where the page's files are served. */
export const pageBase = '/page/';

const built = fileURLToPath(new URL('../../dist/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Loads the pages from `dist/payment-page` and `dist/collect-page`, or builds them once where that has not been done
 * (development).
 */
export async function loadPaymentPages(): Promise<PaymentPages> {
  const [payment, collect] = await Promise.all([loadPage('payment-page'), loadPage('collect-page')]);
  return { payment: payment.html, collect: collect.html, assets: new Map([...payment.assets, ...collect.assets]) };
}

interface Page {
  readonly html: PageFile;
  readonly assets: ReadonlyMap<string, PageFile>;
}

async function loadPage(name: 'payment-page' | 'collect-page'): Promise<Page> {
  if (existsSync(join(built, name, 'index.html'))) return readPage(join(built, name));
  const folder = await mkdtemp(join(tmpdir(), 'quittance-page-'));
  try {
    // esbuild is a development dependency: where it is not installed, the folder in dist must be there.
    const { buildPaymentPage, buildCollectPage } = await import('../payment-page/build.ts');
    await (name === 'payment-page' ? buildPaymentPage : buildCollectPage)({ outDir: folder, base: pageBase });
    return await readPage(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPage(folder: string): Promise<Page> {
  const names = (await readdir(folder)).filter((name) => types[extname(name)] !== undefined);
  const files = new Map(
    await Promise.all(names.map(async (name) => [name, await readPageFile(join(folder, name))] as const)),
  );
  const html = files.get('index.html');
  if (!html) throw new Error(`The page in ${folder} has no index.html. Build it again.`);
  files.delete('index.html');
  return { html, assets: files };
}

async function readPageFile(path: string): Promise<PageFile> {
  const plain = await readFile(path);
  const br = await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    plain,
    br,
    gzip: await promisify(gzip)(plain, { level: 9 }),
  };
}
