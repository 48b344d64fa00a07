import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { FrozenInvoice, TaxSubtotal } from '../invoice/frozen-invoice.ts';
import { documentAmount, documentMoney, documentNumber } from './document-format.ts';
import { tabular, type PdfText } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';

/** The tax table (when there is more than one rate, or a reason to give) beside the totals. */
export function totalsBlock(invoice: FrozenInvoice, text: PdfText): Content {
  return besideTaxes(invoice.totals.taxes, invoice.currency, invoiceSums(invoice), text);
}

/** A sum with its label. `minor` may be negative. */
export interface SumRow {
  readonly label: string;
  readonly minor: string;
}

/** Sums under each other, the last one large and with the currency's code. */
export interface Sums {
  readonly rows: readonly SumRow[];
  readonly total: SumRow;
}

/** Sums with the table of the taxes in them beside. */
export function besideTaxes(taxes: readonly TaxSubtotal[], currency: string, sums: Sums, text: PdfText): Content {
  return {
    columns: [
      { width: '*', stack: taxTable(taxes, currency, text) },
      { width: 230, ...sumsTable(sums, currency, text) },
    ],
    columnGap: 24,
    margin: [0, 12, 0, 0],
    // pdfmake drops what is kept whole and is taller than a page; a table of taxes this long is let break.
    unbreakable: tableLength(taxes) < 1_500,
  };
}

/** A rough length of the tax table, in characters of its narrow column. */
function tableLength(taxes: readonly TaxSubtotal[]): number {
  return taxes.reduce((length, tax) => length + 60 + tax.reason.length, 0);
}

function invoiceSums(invoice: FrozenInvoice): Sums {
  const { totals: sums } = invoice;
  const inclusive = invoice.priceMode === 'inclusive';
  // Without a discount, lines and net are one number.
  const showsLines = sums.discount !== '0' || (inclusive && sums.tax !== '0');
  const discount =
    invoice.discountPercent === null ? 'Discount' : `Discount ${documentNumber(invoice.discountPercent)}%`;
  return {
    rows: [
      ...(showsLines ? [{ label: inclusive ? 'Lines, tax included' : 'Lines', minor: sums.lines }] : []),
      ...(sums.discount === '0' ? [] : [{ label: discount, minor: `-${sums.discount}` }]),
      ...(sums.tax === '0' && !inclusive ? [] : netAndTax(sums)),
    ],
    total: { label: 'Total due', minor: sums.total },
  };
}

/** The two rows that say what of a sum is tax. */
export function netAndTax({ net, tax }: { readonly net: string; readonly tax: string }): SumRow[] {
  return [
    { label: 'Net', minor: net },
    { label: 'Tax', minor: tax },
  ];
}

/** Sums in a table of two columns. */
export function sumsTable({ rows, total }: Sums, currency: string, text: PdfText) {
  const body: TableCell[][] = [
    ...rows.map(({ label, minor }): TableCell[] => [
      text(label, { color: pdfColors.muted }),
      text(documentAmount(minor, currency).replace('-', '−'), { ...tabular, alignment: 'right', noWrap: true }),
    ]),
    [
      text(total.label, { style: 'total' }),
      text(documentMoney(total.minor, currency), { ...tabular, style: 'total', alignment: 'right', noWrap: true }),
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

function taxTable(taxes: readonly TaxSubtotal[], currency: string, text: PdfText): Content[] {
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
    cell(documentAmount(tax.taxable, currency)),
    cell(documentAmount(tax.tax, currency)),
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
