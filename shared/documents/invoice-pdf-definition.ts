import type { Column, Content, ContentColumns, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { documentDate, documentMoney } from './document-format.ts';
import type { FontCoverage } from './font-runs.ts';
import type { InvoicePdfInput } from './invoice-pdf-input.ts';
import { linesTable, type CarriedTotals } from './pdf-lines-table.ts';
import { logoContent } from './pdf-logo.ts';
import { paymentBlock } from './pdf-payment-block.ts';
import { createPdfText, pdfLines, tabular, type PdfText } from './pdf-text.ts';
import { pageMargin, pdfColors, pdfStyles } from './pdf-theme.ts';
import { totalsBlock } from './pdf-totals-block.ts';

/** Countries that print on Letter paper; everybody else has A4. */
const letterCountries = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO']);

/**
 * Lays an invoice out for pdfmake: seller and client, what is due and when, lines over as many pages as they need with
 * repeated headings and carried totals, taxes, how to pay, and the signature's fingerprint.
 */
export function invoicePdfDefinition(input: InvoicePdfInput, covers: FontCoverage): TDocumentDefinitions {
  const { invoice } = input;
  const text = createPdfText(wholeTextOf(input), covers);
  const table = linesTable(invoice, text);
  return {
    pageSize: letterCountries.has(invoice.seller.country) ? 'LETTER' : 'A4',
    pageMargins: [pageMargin, pageMargin, pageMargin, 62],
    info: {
      title: `Invoice ${invoice.number}`,
      author: invoice.seller.name,
      subject: `Invoice ${invoice.number} for ${invoice.buyer.name}`,
      creator: 'Quittance',
      producer: 'Quittance',
      creationDate: new Date(`${invoice.issueDate}T00:00:00Z`),
      modDate: new Date(`${invoice.issueDate}T00:00:00Z`),
    },
    language: 'en',
    displayTitle: true,
    defaultStyle: { font: 'Inter', fontSize: 9.5, color: pdfColors.ink, lineHeight: 1.2 },
    styles: pdfStyles,
    header: (page) => pageHeader(text, table.carried, page),
    footer: (page, pages) => pageFooter(input, text, table.carried, page, pages),
    content: [
      letterhead(input, text),
      parties(input, text),
      dueBanner(input, text),
      table.content,
      totalsBlock(invoice, text),
      ...remarks(invoice, text),
      ...(input.terms ? [paymentBlock(invoice, input.terms, input.link, text)] : []),
    ],
  };
}

function letterhead({ invoice, logo, draft }: InvoicePdfInput, text: PdfText): Content {
  const brand: Content = logo
    ? logoContent(logo)
    : text(invoice.seller.name, { style: 'sellerName', color: pdfColors.accent });
  return {
    columns: [
      { width: '*', stack: [brand] },
      {
        width: 'auto',
        stack: [
          text(draft ? 'INVOICE · DRAFT' : 'INVOICE', { style: 'label', alignment: 'right' }),
          text(invoice.number === '' ? '—' : invoice.number, {
            style: 'title',
            alignment: 'right',
            margin: [0, 2, 0, 0],
          }),
        ],
      },
    ],
    columnGap: 24,
    margin: [0, 0, 0, 20],
  };
}

function parties({ invoice }: InvoicePdfInput, text: PdfText): Content {
  const party = (label: string, who: typeof invoice.seller): Column => {
    const place = [who.address, who.country === '' ? '' : countryName(who.country)].filter((part) => part !== '');
    return {
      width: '*',
      stack: [
        text(label, { style: 'label', margin: [0, 0, 0, 4] }),
        text(who.name === '' ? who.email : who.name, { bold: true, fontSize: 10.5, margin: [0, 0, 0, 2] }),
        ...(place.length === 0 ? [] : pdfLines(text, place.join('\n'), { style: 'party' })),
        ...(who.email !== '' && who.name !== '' ? [text(who.email, { style: 'party' })] : []),
        ...(who.taxId === '' ? [] : [text(`Tax ID ${who.taxId}`, { style: 'party' })]),
      ],
    };
  };
  const fact = (label: string, value: string): Content[] => [
    text(label, { style: 'label' }),
    text(value, { margin: [0, 1, 0, 8] }),
  ];
  const facts: Column = {
    width: 118,
    stack: [
      ...fact('ISSUED', documentDate(invoice.issueDate)),
      ...fact('DUE', documentDate(invoice.dueDate)),
      ...(invoice.purchaseOrder === '' ? [] : fact('PURCHASE ORDER', invoice.purchaseOrder)),
    ],
  };
  return {
    columns: [party('FROM', invoice.seller), party('BILLED TO', invoice.buyer), facts],
    columnGap: 24,
    margin: [0, 0, 0, 12],
  };
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

function countryName(code: string): string {
  return countryNames.of(code) ?? code;
}

function dueBanner({ invoice }: InvoicePdfInput, text: PdfText): Content {
  return {
    columns: [
      { width: '*', ...text(documentMoney(invoice.totals.total, invoice.currency), { ...tabular, style: 'due' }) },
      {
        width: 'auto',
        ...text(`Due ${documentDate(invoice.dueDate)}`, { color: pdfColors.accent, bold: true, margin: [0, 9, 0, 0] }),
      },
    ],
    margin: [0, 0, 0, 14],
  };
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
  input: InvoicePdfInput,
  text: PdfText,
  carried: CarriedTotals,
  page: number,
  pages: number,
): Content {
  const { invoice, fingerprint } = input;
  const forward = carried.after(page);
  const signed = fingerprint ? ` · signed ${fingerprint}` : '';
  return {
    margin: [pageMargin, 8, pageMargin, 0],
    stack: [
      forward === null ? text(' ', { fontSize: 8.5 }) : carriedLine('Carried forward', forward, text),
      {
        canvas: [
          {
            type: 'line',
            x1: 0,
            y1: 4,
            x2: letterCountries.has(invoice.seller.country) ? 516 : 499,
            y2: 4,
            lineWidth: 0.5,
            lineColor: pdfColors.rule,
          },
        ],
      },
      {
        columns: [
          text(`${invoice.seller.name} · ${invoice.number}${signed}`, { fontSize: 7.5, color: pdfColors.muted }),
          {
            width: 'auto',
            ...text(`Page ${page} of ${pages}`, { fontSize: 7.5, color: pdfColors.muted, alignment: 'right' }),
          },
        ],
        columnGap: 16,
        margin: [0, 7, 0, 0],
      },
    ],
  };
}

function wholeTextOf({ invoice }: InvoicePdfInput): string {
  const parties = [invoice.seller, invoice.buyer].flatMap((party) => [party.name, party.address]);
  return [...parties, ...invoice.lines.map((line) => line.description), invoice.notes, invoice.terms].join('\n');
}
