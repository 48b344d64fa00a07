import type { MangoQuerySelector } from 'rxdb';
import type { InvoiceFilter } from '../../../shared/app-api/invoice-row.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import { countByField } from '../storage/count-by-field.ts';
import { invoiceList } from './invoice-selectors.ts';

/** How many invoices each filter holds, counted in SQL from indexes. */
export function countInvoices(db: EngineDatabase, today: string): Record<InvoiceFilter, number> {
  const byPhase = countByField(db.invoices, 'phase');
  const of = (phase: string): number => byPhase.get(phase) ?? 0;
  const overdueList: MangoQuerySelector<InvoiceDocument> = invoiceList('overdue', today).selector;
  const overdue = countByField(db.invoices, 'phase', overdueList as MangoQuerySelector<unknown>).get('open') ?? 0;
  const [draft, open, paid, voided] = [of('draft'), of('open'), of('paid'), of('void')];
  return { all: draft + open + paid + voided, draft, open, overdue, paid, void: voided };
}
