import type { MangoQuerySelector, MangoQuerySortPart } from 'rxdb';
import type { InvoiceFilter } from '../../../shared/app-api/views.ts';
import type { InvoiceDocument } from '../database/documents.ts';

/** One list of invoices as the database asks for it: each has an index that gives its rows in order. */
export interface InvoiceList {
  readonly selector: MangoQuerySelector<InvoiceDocument>;
  readonly sort: MangoQuerySortPart<InvoiceDocument>[];
}

/** The list behind a filter; `today` is the calendar date. Newest first, overdue ones by how long they are due. */
export function invoiceList(filter: InvoiceFilter, today: string): InvoiceList {
  switch (filter) {
    case 'all':
      return { selector: { trashed: false }, sort: [{ trashed: 'desc' }, { createdAt: 'desc' }] };
    case 'overdue':
      return {
        selector: { trashed: false, phase: 'open', dueDate: { $lt: today } },
        sort: [{ trashed: 'asc' }, { phase: 'asc' }, { dueDate: 'asc' }],
      };
    default:
      return {
        selector: { trashed: false, phase: filter },
        sort: [{ trashed: 'desc' }, { phase: 'desc' }, { createdAt: 'desc' }],
      };
  }
}

/** Tells whether an invoice is in a list, for results of a search. */
export function isInList(invoice: InvoiceDocument, filter: InvoiceFilter, today: string): boolean {
  if (invoice.trashed) return false;
  if (filter === 'all') return true;
  if (filter === 'overdue') return invoice.phase === 'open' && invoice.dueDate < today;
  return invoice.phase === filter;
}
