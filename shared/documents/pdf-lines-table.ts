import type { Content, ContentText, TableCell } from 'pdfmake/interfaces.js';
import { currencyDigits } from '../money/currency.ts';
import type { DocumentLine, FrozenInvoice } from '../invoice/frozen-invoice.ts';
import { documentAmount, documentMoney, documentNumber, documentPrice } from './document-format.ts';
import { tabular, type PdfText, type TextLook } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';

/** The running total of the lines up to the foot of a page; null where the table does not go on to the next page. */
export interface CarriedTotals {
  after(page: number): string | null;
}

/**
 * The table of lines. Headings repeat on every page, rows stay whole unless one is very tall, and `carried` tells the
 * total at each page's foot once pdfmake has placed the rows.
 */
export function linesTable(
  invoice: FrozenInvoice,
  text: PdfText,
): { readonly content: Content; readonly carried: CarriedTotals } {
  const taxed = invoice.lines.some((line) => Number(line.taxRate) !== 0);
  const tall = invoice.lines.some(isTall);
  const amounts = invoice.lines.map((line, index) =>
    text(documentAmount(line.amount, invoice.currency), { ...figure, id: `line-${index}` }),
  );
  const headings = ['DESCRIPTION', 'QTY', 'PRICE', ...(taxed ? ['TAX'] : []), `AMOUNT ${invoice.currency}`];
  const head: TableCell[] = headings.map((heading, index) =>
    text(heading, { style: 'head', alignment: index === 0 ? 'left' : 'right', noWrap: true }),
  );
  const rows = invoice.lines.map((line, index): TableCell[] => [
    description(line, invoice, text),
    quantity(line, text),
    text(documentPrice(line.unitPrice, currencyDigits(invoice.currency)), figure),
    ...(taxed ? [text(`${documentNumber(line.taxRate)}%`, figure)] : []),
    amounts[index] ?? '',
  ]);
  return {
    content: {
      table: {
        headerRows: 1,
        keepWithHeaderRows: tall ? 0 : 1,
        dontBreakRows: !tall,
        widths: ['*', 'auto', 'auto', ...(taxed ? ['auto'] : []), 'auto'],
        body: [head, ...rows],
      },
      layout: {
        hLineWidth: (row) => (row === 0 ? 0 : row === 1 ? 0.9 : 0.5),
        vLineWidth: () => 0,
        hLineColor: (row) => (row === 1 ? pdfColors.ink : pdfColors.rule),
        paddingLeft: (column) => (column === 0 ? 0 : 10),
        paddingRight: () => 0,
        paddingTop: (row) => (row === 0 ? 0 : 6),
        paddingBottom: (row) => (row === 0 ? 5 : 6),
      },
    },
    carried: carriedTotals(invoice, amounts),
  };
}

/**
 * Whether a line may need more than a quarter of a page. pdfmake drops a row that is kept whole and is taller than a
 * page, so where there is such a line, rows may break.
 */
function isTall({ description: words, taxReason }: DocumentLine): boolean {
  return words.length + taxReason.length > 600 || words.split('\n').length > 14;
}

const figure: TextLook = { ...tabular, alignment: 'right', noWrap: true };

/** The quantity with its unit; a long unit goes on a line of its own. */
function quantity(line: DocumentLine, text: PdfText): TableCell {
  const count = documentNumber(line.quantity);
  if (line.unit.length <= 8) return text(`${count} ${line.unit}`.trim(), figure);
  return { stack: [text(count, figure), text(line.unit, { style: 'small', alignment: 'right' })] };
}

function description(line: DocumentLine, invoice: FrozenInvoice, text: PdfText): TableCell {
  if (line.discount === '0') return text(line.description);
  const share = line.discountPercent === null ? '' : `${documentNumber(line.discountPercent)}% `;
  const taken = documentMoney(line.discount, invoice.currency);
  return { stack: [text(line.description), text(`${share}discount: −${taken}`, { style: 'small' })] };
}

/**
 * Where pdfmake put a node: it writes `positions` onto the nodes themselves while it lays them out. Only a node with an
 * id is told when its row moves to the next page, and then only in its first position.
 */
interface Placed {
  readonly positions?: readonly { readonly pageNumber: number }[];
}

function carriedTotals(invoice: FrozenInvoice, amounts: readonly ContentText[]): CarriedTotals {
  return {
    after(page) {
      let total = 0n;
      for (const [index, node] of amounts.entries()) {
        const placed = (node as Placed).positions?.[0]?.pageNumber;
        if (placed !== undefined && placed > page)
          return index === 0 ? null : documentMoney(total.toString(), invoice.currency);
        total += BigInt(invoice.lines[index]?.amount ?? 0);
      }
      return null;
    },
  };
}
