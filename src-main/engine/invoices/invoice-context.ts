import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { Courier } from '../courier/courier.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { Exclusive } from '../exclusive.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { InvoicePapers } from './invoice-papers.ts';

/** What the invoice commands work with. `exclusively` orders everything that changes invoices on this device. */
export interface InvoiceContext {
  readonly db: EngineDatabase;
  readonly options: EngineOptions;
  readonly workspace: Workspace;
  readonly courier: Courier;
  readonly papers: InvoicePapers;
  readonly exclusively: Exclusive;
}

/** The invoice of an id, or `invoice.unknown`. */
export async function loadInvoice(db: EngineDatabase, id: string): Promise<Result<InvoiceDocument>> {
  const document = await db.invoices.findOne(id).exec();
  if (document) return ok(document.toMutableJSON());
  return fail('invoice.unknown', 'There is no such invoice here. It may not have come from your other device yet.');
}

/** Changes an invoice in one write; `change` sees the newest state and must not throw. */
export async function changeInvoice(
  db: EngineDatabase,
  id: string,
  change: (invoice: InvoiceDocument) => InvoiceDocument,
): Promise<void> {
  const document = await db.invoices.findOne(id).exec();
  await document?.incrementalModify(change);
}

/** The relay that publishes for this workspace: the owner's choice, or the app's; null where there is none. */
export function relayOriginOf(settings: Settings, options: EngineOptions): string | null {
  return settings.relayOrigin || options.relayOrigin || (options.practice?.relayOrigin ?? null);
}

/** An invoice's public address with its key, or null before issue and without a relay. */
export function linkOf(invoice: Pick<InvoiceDocument, 'linkId' | 'linkKey'>, origin: string | null): string | null {
  if (invoice.linkId === '' || origin === null) return null;
  return `${new URL(origin).origin}/i/${invoice.linkId}#${invoice.linkKey}`;
}
