import { readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { fontFile } from '../../src-main/engine/pdf/font-files.ts';
import { renderInvoicePdf } from '../../src-main/engine/pdf/render-invoice-pdf.ts';
import { chromiumFlags, findChromium } from '../../practice/browser/find-chromium.ts';
import type { BenchFigure } from './bench-figure.ts';
import { benchInvoice } from './pdf-invoices.ts';
import { peerBody, peerPage } from './pdf-peer-page.ts';

/**
 * Lines, rounds before the clock counts, and rounds that count. The engine's worker lives as long as the app, so compiled
 * code is what is measured; Chromium's is compiled already, and has the last twenty of the warm-up rounds.
 */
interface Job {
  readonly lines: number;
  readonly warmUp: number;
  readonly rounds: number;
}

const onePage: Job = { lines: 4, warmUp: 150, rounds: 41 };
const manyLines: Job = { lines: 200, warmUp: 10, rounds: 11 };

/**
 * Makes PDFs of a one-page and a 200-line invoice, in turn with a warm Chromium that prints the same content: its page,
 * styles and fonts are loaded before the clock runs, and each round only replaces the body and prints (`page.pdf`). Both
 * sides get a different invoice in every round, the same for both. Without a Chromium, our own times stand alone.
 */
export async function pdfBench(): Promise<BenchFigure[]> {
  const browser = await startChromium();
  try {
    const page = browser && (await openPeer(await browser.newPage()));
    const short = await measure(onePage, page);
    const long = await measure(manyLines, page);
    const bytes = Math.max(...short.sizes);
    const peerBytes = short.peerSizes.length === 0 ? null : Math.max(...short.peerSizes);
    return [
      timeFigure('pdf.one-page', 'ms per one-page invoice', short, 4),
      timeFigure('pdf.200-lines', 'ms per invoice of 200 lines', long, 2),
      {
        id: 'pdf.bytes',
        value: bytes,
        unit: 'bytes of a one-page invoice',
        peer: 'Chromium page.pdf()',
        peerValue: peerBytes,
        ratio: peerBytes === null ? null : peerBytes / bytes,
        aim: '< 60,000',
        met: bytes < 60_000,
      },
    ];
  } finally {
    await browser?.close();
  }
}

interface Measured {
  readonly times: readonly number[];
  readonly peerTimes: readonly number[];
  readonly sizes: readonly number[];
  readonly peerSizes: readonly number[];
}

async function measure({ lines, warmUp, rounds }: Job, page: Page | null): Promise<Measured> {
  const [times, peerTimes, sizes, peerSizes]: number[][] & { length: 4 } = [[], [], [], []];
  for (let round = 0; round < warmUp + rounds; round++) {
    const input = benchInvoice(round, lines);
    const html = peerBody(input);
    const ours = await timed(() => renderInvoicePdf(input));
    const theirs = page && round >= warmUp - 20 && (await timed(() => print(page, html)));
    if (round < warmUp) continue;
    times.push(ours.time);
    sizes.push(ours.bytes);
    if (theirs) peerTimes.push(theirs.time);
    if (theirs) peerSizes.push(theirs.bytes);
  }
  return { times, peerTimes, sizes, peerSizes };
}

async function timed(make: () => Promise<Uint8Array>): Promise<{ readonly time: number; readonly bytes: number }> {
  const start = performance.now();
  const { byteLength } = await make();
  return { time: performance.now() - start, bytes: byteLength };
}

async function openPeer(page: Page): Promise<Page> {
  await page.setContent(peerPage({ regular: fontSource('normal'), bold: fontSource('bold') }));
  await page.evaluate('document.fonts.ready');
  return page;
}

async function print(page: Page, html: string): Promise<Uint8Array> {
  await page.evaluate((content) => void (document.body.innerHTML = content), html);
  return page.pdf({ format: 'A4', margin: { top: '64px', right: '64px', bottom: '83px', left: '64px' } });
}

function timeFigure(id: string, unit: string, { times, peerTimes }: Measured, aim: number): BenchFigure {
  const value = median(times);
  const peerValue = peerTimes.length === 0 ? null : median(peerTimes);
  const ratio = peerValue === null ? null : peerValue / value;
  const met = ratio === null ? null : ratio >= aim;
  return { id, value, unit, peer: 'Chromium page.pdf(), warm', peerValue, ratio, aim: `≥ ${aim}×`, met };
}

async function startChromium() {
  try {
    return await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  } catch {
    return null;
  }
}

function fontSource(face: 'normal' | 'bold'): string {
  return `url(data:font/ttf;base64,${readFileSync(fontFile('Inter', face)).toString('base64')})`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
