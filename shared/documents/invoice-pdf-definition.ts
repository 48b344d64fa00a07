import type { Content, ContentColumns, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { documentDate, documentMoney } from './document-format.ts';
import type { FontCoverage } from './font-runs.ts';
import type { InvoicePdfInput } from './invoice-pdf-input.ts';
import { banner, letterhead, parties } from './pdf-head.ts';
import { linesTable, type CarriedTotals } from './pdf-lines-table.ts';
import { pageFoot, pdfPage } from './pdf-page.ts';
import { paymentBlock } from './pdf-payment-block.ts';
import { createPdfText, pdfLines, tabular, type PdfText } from './pdf-text.ts';
import { pageMargin, pdfColors } from './pdf-theme.ts';
import { totalsBlock } from './pdf-totals-block.ts';

/**
 * Lays an invoice out for pdfmake: seller and client, what is due and when, lines over as many pages as they need with
 * repeated headings and carried totals, taxes, how to pay, and the signature's fingerprint.
 */
export function invoicePdfDefinition(input: InvoicePdfInput, covers: FontCoverage): TDocumentDefinitions {
  const { invoice } = input;
  const text = createPdfText(wholeTextOf(input), covers);
  const table = linesTable(invoice, text);
  return {
    ...pdfPage({
      title: `Invoice ${invoice.number}`,
      subject: `Invoice ${invoice.number} for ${invoice.buyer.name}`,
      seller: invoice.seller,
      date: invoice.issueDate,
    }),
    header: (page) => pageHeader(text, table.carried, page),
    footer: (page, pages) => pageFooter(input, text, table.carried, page, pages),
    content: [
      letterhead(headOf(input), text),
      parties({ ...invoice, facts: factsOf(input) }, text),
      banner(documentMoney(invoice.totals.total, invoice.currency), `Due ${documentDate(invoice.dueDate)}`, text),
      table.content,
      totalsBlock(invoice, text),
      ...remarks(invoice, text),
      ...(input.terms ? [paymentBlock(invoice, input.terms, input.link, text)] : []),
    ],
  };
}

function headOf({ invoice, logo, draft }: InvoicePdfInput): Parameters<typeof letterhead>[0] {
  return {
    seller: invoice.seller,
    logo,
    label: draft ? 'INVOICE · DRAFT' : 'INVOICE',
    title: invoice.number === '' ? '—' : invoice.number,
  };
}

function factsOf({ invoice }: InvoicePdfInput): [string, string][] {
  return [
    ['ISSUED', documentDate(invoice.issueDate)],
    ['DUE', documentDate(invoice.dueDate)],
    ...(invoice.purchaseOrder === '' ? [] : [['PURCHASE ORDER', invoice.purchaseOrder] as [string, string]]),
  ];
}

/** Notes and terms: beside each other while both are short, else one below the other, so that they may break. */
function remarks(invoice: InvoicePdfInput['invoice'], text: PdfText): Content[] {
  const blocks = [
    { label: 'NOTES', words: invoice.notes },
    { label: 'TERMS', words: invoice.terms },
  ].filter(({ words }) => words.trim() !== '');
  const stacks = blocks.map(({ label, words }) => [
    text(label, { style: 'label', margin: [0, 0, 0, 3] }),
    ...pdfLines(text, words, { style: 'small' }),
  ]);
  const short = blocks.every(({ words }) => words.length < 500 && words.split('\n').length < 12);
  if (short && stacks.length > 0)
    return [
      {
        columns: stacks.map((stack) => ({ width: '*', stack })),
        columnGap: 24,
        margin: [0, 16, 0, 0],
        unbreakable: true,
      },
    ];
  return stacks.map((stack) => ({ stack, margin: [0, 16, 0, 0] }));
}

/** On a page that goes on with the table, the total of the pages before. */
function pageHeader(text: PdfText, carried: CarriedTotals, page: number): Content {
  const forward = page === 1 ? null : carried.after(page - 1);
  if (forward === null) return '';
  return { ...carriedLine('Brought forward', forward, text), margin: [pageMargin, 26, pageMargin, 0] };
}

function carriedLine(label: string, total: string, text: PdfText): ContentColumns {
  return {
    columns: [
      text(label, { fontSize: 8.5, color: pdfColors.muted }),
      text(total, { ...tabular, fontSize: 8.5, alignment: 'right', bold: true }),
    ],
  };
}

/** What stands at the foot of each page; on a page that breaks the table, also the total carried forward. */
function pageFooter(
  { invoice, fingerprint }: InvoicePdfInput,
  text: PdfText,
  carried: CarriedTotals,
  page: number,
  pages: number,
): Content {
  const forward = carried.after(page);
  const signed = fingerprint ? ` · signed ${fingerprint}` : '';
  const words = `${invoice.seller.name} · ${invoice.number}${signed}`;
  const above = forward === null ? null : carriedLine('Carried forward', forward, text);
  return pageFoot({ seller: invoice.seller, words, page, pages, above }, text);
}

function wholeTextOf({ invoice }: InvoicePdfInput): string {
  const parties = [invoice.seller, invoice.buyer].flatMap((party) => [party.name, party.address]);
  return [...parties, ...invoice.lines.map((line) => line.description), invoice.notes, invoice.terms].join('\n');
}
