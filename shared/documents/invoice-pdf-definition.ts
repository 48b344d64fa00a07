import type { Column, Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { documentDate, documentMoney } from './document-format.ts';
import type { FontCoverage } from './font-runs.ts';
import type { InvoicePdfInput } from './invoice-pdf-input.ts';
import { linesTable, type CarriedTotals } from './pdf-lines-table.ts';
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
    footer: (page, pages) => pageFooter(input, text, table.carried, page, pages),
    content: [
      letterhead(input, text),
      parties(input, text),
      dueBanner(input, text),
      table.content,
      totalsBlock(invoice, text),
      ...remarks('Notes', invoice.notes, text),
      ...(input.terms ? [paymentBlock(invoice, input.terms, input.link, text)] : []),
      ...remarks('Terms', invoice.terms, text),
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
    margin: [0, 0, 0, 26],
  };
}

function logoContent(logo: string): Content {
  const svg = /^data:image\/svg\+xml;base64,(.*)$/s.exec(logo);
  if (svg?.[1] !== undefined)
    return { svg: new TextDecoder().decode(Uint8Array.from(atob(svg[1]), (c) => c.charCodeAt(0))), fit: [170, 56] };
  return { image: logo, fit: [170, 56] };
}

function parties({ invoice }: InvoicePdfInput, text: PdfText): Content {
  const party = (label: string, who: typeof invoice.seller): Column => ({
    width: '*',
    stack: [
      text(label, { style: 'label', margin: [0, 0, 0, 4] }),
      text(who.name === '' ? who.email : who.name, { bold: true, fontSize: 10.5, margin: [0, 0, 0, 2] }),
      ...pdfLines(
        text,
        [who.address, who.country === '' ? '' : countryName(who.country)].filter((part) => part !== '').join('\n'),
        { style: 'party' },
      ),
      ...(who.email !== '' && who.name !== '' ? [text(who.email, { style: 'party' })] : []),
      ...(who.taxId === '' ? [] : [text(`Tax ID ${who.taxId}`, { style: 'party' })]),
    ],
  });
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
    margin: [0, 0, 0, 18],
  };
}

function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
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
    margin: [0, 0, 0, 20],
  };
}

function remarks(label: string, block: string, text: PdfText): Content[] {
  if (block.trim() === '') return [];
  return [
    text(label.toUpperCase(), { style: 'label', margin: [0, 18, 0, 4] }),
    ...pdfLines(text, block, { style: 'small' }),
  ];
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
      forward === null
        ? text(' ', { fontSize: 8.5 })
        : {
            columns: [
              text('Carried forward', { fontSize: 8.5, color: pdfColors.muted }),
              text(forward, { ...tabular, fontSize: 8.5, alignment: 'right', bold: true }),
            ],
          },
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
