import { chromium, type Page } from 'playwright-core';
import { documentAmount, documentDate, documentMoney } from '../../shared/documents/document-format.ts';
import type { InvoicePdfInput } from '../../shared/documents/invoice-pdf-input.ts';
import { createPdfRenderer } from '../../src-main/engine/pdf/create-pdf-renderer.ts';
import { chromiumFlags, findChromium } from '../helpers/find-chromium.ts';
import { sampleLine, samplePdfInput } from '../helpers/sample-invoice.ts';
import type { BenchFigure } from './bench-figure.ts';

const warmUps = 3;
const rounds = 9;

/**
 * Measures the PDF of a one-page and a 200-line invoice against Chromium's print-to-PDF of the same content as HTML, in
 * milliseconds, medians. Both sides are warm: our worker with its fonts parsed, a running Chromium with an open page. The
 * peer is spared the QR code. Rounds alternate, so that the machine's other work falls on both.
 */
export async function pdfBench(): Promise<BenchFigure[]> {
  const renderer = createPdfRenderer();
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags] });
  try {
    const page = await browser.newPage();
    const ours = (input: InvoicePdfInput) => renderer.renderInvoice(input);
    const one = await compare(ours, page, samplePdfInput());
    const lines = Array.from({ length: 200 }, (_, index) =>
      sampleLine({ id: `line-${index}`, description: `Work package ${index + 1}: design and review`, unit: 'h' }),
    );
    const many = await compare(ours, page, samplePdfInput({ lines }));
    return [
      figure('pdf.one-page', one, 4),
      figure('pdf.200-lines', many, 2),
      {
        id: 'pdf.bytes',
        value: one.bytes,
        unit: 'bytes',
        peer: "Chromium's print-to-PDF of the same content",
        peerValue: one.peerBytes,
        ratio: one.peerBytes / one.bytes,
        aim: 'under 60,000',
        met: one.bytes < 60_000,
      },
    ];
  } finally {
    await browser.close();
    await renderer.close();
  }
}

interface Comparison {
  readonly ours: number;
  readonly peer: number;
  readonly bytes: number;
  readonly peerBytes: number;
}

async function compare(
  render: (input: InvoicePdfInput) => Promise<Uint8Array>,
  page: Page,
  input: InvoicePdfInput,
): Promise<Comparison> {
  const html = htmlOf(input);
  const print = async () => {
    await page.setContent(html);
    return page.pdf({ format: 'A4', printBackground: true });
  };
  const ours: number[] = [];
  const peer: number[] = [];
  let [bytes, peerBytes] = [0, 0];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const [pdf, elapsed] = await timed(() => render(input));
    const [printed, printing] = await timed(print);
    [bytes, peerBytes] = [pdf.length, printed.length];
    if (round < warmUps) continue;
    ours.push(elapsed);
    peer.push(printing);
  }
  return { ours: median(ours), peer: median(peer), bytes, peerBytes };
}

async function timed<Value>(work: () => Promise<Value>): Promise<[Value, number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}

function figure(id: string, { ours, peer }: Comparison, aim: number): BenchFigure {
  const ratio = peer / ours;
  return {
    id,
    value: ours,
    unit: 'ms',
    peer: "Chromium's print-to-PDF of equivalent HTML",
    peerValue: peer,
    ratio,
    aim: `${aim}× faster`,
    met: ratio >= aim,
  };
}

/** The same content as the PDF's, laid out alike: table with a repeated head, totals, the way to pay. */
function htmlOf({ invoice, terms, link, fingerprint }: InvoicePdfInput): string {
  const rows = invoice.lines.map(
    (line) =>
      `<tr><td>${line.description}</td><td>${line.quantity} ${line.unit}</td><td>${line.unitPrice}</td><td>${documentAmount(line.amount, invoice.currency)}</td></tr>`,
  );
  const party = ({ name, address, email, taxId }: typeof invoice.seller) =>
    `<div><b>${name}</b><br>${address.replaceAll('\n', '<br>')}<br>${email}<br>${taxId}</div>`;
  const total = documentMoney(invoice.totals.total, invoice.currency);
  return `<!doctype html><meta charset="utf-8"><title>${invoice.number}</title><style>
    body { font: 9.5pt sans-serif; color: #16201c } header, section { display: flex; justify-content: space-between; margin-bottom: 20px }
    h1 { font-size: 22pt; margin: 0 } h2 { font-size: 20pt } table { width: 100%; border-collapse: collapse }
    tr { break-inside: avoid } td, th { padding: 6pt 0; border-bottom: .5pt solid #d9dedb; text-align: right }
    td:first-child, th:first-child { text-align: left } aside { background: #f2f6f4; padding: 14pt; margin-top: 24px }
  </style><header><b>${invoice.seller.name}</b><h1>${invoice.number}</h1></header>
  <section>${party(invoice.seller)}${party(invoice.buyer)}<div>${documentDate(invoice.issueDate)}<br>${documentDate(invoice.dueDate)}</div></section>
  <h2>${total}</h2><table><thead><tr><th>Description<th>Qty<th>Price<th>Amount</tr></thead><tbody>${rows.join('')}</tbody></table>
  <section><span>Total due</span><b>${total}</b></section>
  <aside><b>Pay online</b><br><a href="${link ?? ''}">${link ?? ''}</a><br>${terms?.options.map((option) => option.symbol).join(', ') ?? ''}<br>${terms?.options[0]?.address ?? ''}</aside>
  <footer>${invoice.seller.name} · ${invoice.number} · signed ${fingerprint ?? ''}</footer>`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
