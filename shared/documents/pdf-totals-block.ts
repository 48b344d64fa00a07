import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { InvoiceDocument, TaxSubtotal } from '../invoice/invoice-document.ts';
import { documentAmount, documentMoney, documentNumber } from './document-format.ts';
import { tabular, type PdfText } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';

/** The tax table (when there is more than one rate, or a reason to give) beside the totals. */
export function totalsBlock(invoice: InvoiceDocument, text: PdfText): Content {
  return {
    columns: [
      { width: '*', stack: taxTable(invoice, text) },
      { width: 230, ...totals(invoice, text) },
    ],
    columnGap: 24,
    margin: [0, 12, 0, 0],
    // pdfmake drops what is kept whole and is taller than a page; a table of taxes this long is let break.
    unbreakable: tableLength(invoice) < 1_500,
  };
}

/** A rough length of the tax table, in characters of its narrow column. */
function tableLength({ totals: { taxes } }: InvoiceDocument): number {
  return taxes.reduce((length, tax) => length + 60 + tax.reason.length, 0);
}

function totals(invoice: InvoiceDocument, text: PdfText) {
  const { totals: sums, currency } = invoice;
  const inclusive = invoice.priceMode === 'inclusive';
  const row = (label: string, minor: string): TableCell[] => [
    text(label, { color: pdfColors.muted }),
    text(documentAmount(minor, currency).replace('-', '−'), { ...tabular, alignment: 'right', noWrap: true }),
  ];
  // Without a discount, lines and net are one number.
  const showsLines = sums.discount !== '0' || (inclusive && sums.tax !== '0');
  const discount =
    invoice.discountPercent === null ? 'Discount' : `Discount ${documentNumber(invoice.discountPercent)}%`;
  const body: TableCell[][] = [
    ...(showsLines ? [row(inclusive ? 'Lines, tax included' : 'Lines', sums.lines)] : []),
    ...(sums.discount === '0' ? [] : [row(discount, `-${sums.discount}`)]),
    ...(sums.tax === '0' && !inclusive ? [] : [row('Net', sums.net), row('Tax', sums.tax)]),
    [
      text('Total due', { style: 'total' }),
      text(documentMoney(sums.total, currency), { ...tabular, style: 'total', alignment: 'right', noWrap: true }),
    ],
  ];
  return {
    table: { widths: ['*', 'auto'], body },
    layout: {
      hLineWidth: (line: number) => (line === body.length - 1 && body.length > 1 ? 0.9 : 0),
      vLineWidth: () => 0,
      hLineColor: () => pdfColors.ink,
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: (line: number) => (line === body.length - 1 ? 7 : 3),
      paddingBottom: () => 3,
    },
  };
}

/** Names of the EN 16931 tax categories as a client reads them. */
const categoryNames: Record<TaxSubtotal['category'], string> = {
  S: 'Tax',
  Z: 'Zero rated',
  E: 'Exempt',
  AE: 'Reverse charge',
  K: 'Intra-community supply',
  G: 'Export',
  O: 'Not subject to tax',
};

function taxTable(invoice: InvoiceDocument, text: PdfText): Content[] {
  const { taxes } = invoice.totals;
  const [only] = taxes;
  const plain = taxes.length === 1 && only && (only.category === 'O' || only.category === 'Z') && only.reason === '';
  if (taxes.length === 0 || plain) return [];
  const cell = (value: string): TableCell =>
    text(value, { ...tabular, fontSize: 8.5, alignment: 'right', noWrap: true });
  const head = ['TAX', 'RATE', 'TAXABLE', 'TAX'].map((label, index) =>
    text(label, { style: 'head', alignment: index === 0 ? 'left' : 'right' }),
  );
  const rows = taxes.map((tax): TableCell[] => [
    {
      stack: [
        text(categoryNames[tax.category], { fontSize: 8.5 }),
        ...(tax.reason === '' ? [] : [text(tax.reason, { style: 'small' })]),
      ],
    },
    cell(`${documentNumber(tax.rate)}%`),
    cell(documentAmount(tax.taxable, invoice.currency)),
    cell(documentAmount(tax.tax, invoice.currency)),
  ]);
  return [
    {
      table: { widths: ['*', 'auto', 'auto', 'auto'], body: [head, ...rows] },
      layout: {
        hLineWidth: (line) => (line === 1 ? 0.5 : 0),
        vLineWidth: () => 0,
        hLineColor: () => pdfColors.rule,
        paddingLeft: (column) => (column === 0 ? 0 : 10),
        paddingRight: () => 0,
        paddingTop: () => 3,
        paddingBottom: () => 3,
      },
    },
  ];
}
