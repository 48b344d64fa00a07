import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildPaymentPage } from '../../sync-server/payment-page/build.ts';
import type { BenchFigure } from './bench-figure.ts';

/** Compressed bytes that the page may cost before it is usable. */
const budget = 80_000;

/**
 * Bytes of HTML, CSS and JS that a payer's browser fetches before the page is usable: everything that the build writes but
 * the icon, each file compressed by itself with brotli at its best, as a relay or a proxy before it serves static files.
 * The page has no peer that could be measured in the same run, so it is held against its budget alone.
 */
export async function paymentPageBench(): Promise<BenchFigure[]> {
  const outDir = await mkdtemp(join(tmpdir(), 'payment-page-bench-'));
  try {
    const { files } = await buildPaymentPage({ outDir });
    const needed = files.filter((name) => /\.(html|css|js)$/.test(name));
    const sizes = await Promise.all(needed.map(async (name) => compressedSize(await readFile(join(outDir, name)))));
    const value = sizes.reduce((sum, size) => sum + size, 0);
    return [
      {
        id: 'payment-page.bytes',
        value,
        unit: 'bytes, brotli',
        peer: 'its budget',
        peerValue: budget,
        ratio: budget / value,
        aim: `under ${budget} bytes`,
        met: value < budget,
      },
    ];
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function compressedSize(content: Buffer): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
