import type { InvoiceRow } from '../../../shared/app-api/invoice-row.ts';
import { columns } from './columns.ts';
import { formatMinor } from './format-money.ts';

/** Characters of an id that are shown: enough to name an invoice by. */
export const shownIdLength = 8;

/** A page of the invoice list as a table, with a line for what is not shown. */
export function renderRows(rows: readonly InvoiceRow[], total: number): string {
  if (rows.length === 0) return total === 0 ? 'No invoices.' : `None of the ${total} invoices are on this page.`;
  const table = columns(
    [
      ['NUMBER', 'ID', 'STATE', 'CLIENT', 'DUE', 'TOTAL', 'RECEIVED', 'DELIVERY'],
      ...rows.map((row) => [
        row.number ?? 'draft',
        row.id.slice(0, shownIdLength),
        stateWord(row),
        row.buyerName || '–',
        row.dueDate || '–',
        formatMinor(row.total, row.currency),
        row.received === '0' ? '' : formatMinor(row.received, row.currency),
        row.delivery === 'none' ? '' : row.delivery,
      ]),
    ],
    [5, 6],
  );
  return total > rows.length
    ? `${table}\n\n${rows.length} of ${total} shown; --limit and --offset show others.`
    : table;
}

/** The state, and how far a payment on its way is. "Seen" is never called paid. */
export function stateWord(row: Pick<InvoiceRow, 'state' | 'pending'>): string {
  if (!row.pending) return row.state;
  const { confirmations, requiredConfirmations } = row.pending;
  return `${row.state}, confirming ${confirmations}/${requiredConfirmations}`;
}
