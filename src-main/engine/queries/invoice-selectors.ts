import type { MangoQuerySelector, MangoQuerySortPart } from 'rxdb';
import type { InvoiceFilter } from '../../../shared/app-api/invoice-row.ts';
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
      return {
        selector: { trashed: false },
        sort: [{ trashed: 'desc' }, { createdAt: 'desc' }, { id: 'desc' }],
      };
    case 'overdue':
      return {
        selector: { phase: 'open', dueDate: { $lt: today } },
        sort: [{ phase: 'asc' }, { dueDate: 'asc' }, { id: 'asc' }],
      };
    default:
      return { selector: { phase: filter }, sort: [{ phase: 'desc' }, { createdAt: 'desc' }, { id: 'desc' }] };
  }
}
