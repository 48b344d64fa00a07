import { displayState } from '../../../shared/invoice/lifecycle.ts';
import type { InvoiceFilter, InvoiceRow } from '../../../shared/app-api/invoice-row.ts';
import type { InvoiceDocument, JobDocument, PaymentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { searchPage } from '../storage/search-documents.ts';
import { isCounted } from '../../../shared/payment/settle.ts';
import { checkingRules, type CheckingRules } from '../ledger/mark-waiting.ts';
import { isBacked } from '../ledger/payment-check.ts';
import { wordOn } from '../ledger/settle-words.ts';
import { countInvoices } from './count-invoices.ts';
import { invoiceList } from './invoice-selectors.ts';

/** A page of the invoice list. */
export interface ListRequest {
  readonly filter: InvoiceFilter;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** Most hits of a search that are looked at and counted. */
const mostHits = 300;

/** One page of invoices and how many there are in all; with a search, the most relevant first. */
export async function listInvoices(
  db: EngineDatabase,
  request: ListRequest,
  today: string,
): Promise<{ rows: InvoiceRow[]; total: number }> {
  const { documents, total } =
    request.search.trim() === '' ? await pageOf(db, request, today) : await hitsOf(db, request, today);
  const context = await rowContext(db);
  return { rows: documents.map((document) => toRow(document, context, today)), total };
}

async function pageOf(db: EngineDatabase, request: ListRequest, today: string) {
  const { selector, sort } = invoiceList(request.filter, today);
  const found = await db.invoices.find({ selector, sort, skip: request.offset, limit: request.limit }).exec();
  const counts = countInvoices(db, today);
  return { documents: found.map((document) => document.toJSON() as InvoiceDocument), total: counts[request.filter] };
}

async function hitsOf(db: EngineDatabase, request: ListRequest, today: string) {
  const { search, filter, offset, limit } = request;
  const { selector } = invoiceList(filter, today);
  const { ids, total } = searchPage(db.invoices, search, { offset, limit, most: mostHits, selector });
  // Straight from the storage: a page that is shown once needs no living documents.
  const found = await db.invoices.storageInstance.findDocumentsById(ids, false);
  const byId = new Map(found.map((document) => [document.id, document]));
  return { documents: ids.flatMap((id) => byId.get(id) ?? []), total };
}

/** What rows need beside their invoices; all of it is little, however many invoices there are. */
interface RowContext {
  readonly rules: CheckingRules;
  readonly pending: ReadonlyMap<string, PaymentDocument>;
  readonly jobs: ReadonlyMap<string, 'queued' | 'failed'>;
}

async function rowContext(db: EngineDatabase): Promise<RowContext> {
  const [rules, coming, unverified, open] = await Promise.all([
    checkingRules(db),
    db.payments.find({ selector: { state: { $in: ['seen', 'confirming'] } } }).exec(),
    db.verifications.find({ selector: { due: true, status: { $in: ['waiting', 'verified'] } } }).exec(),
    db.jobs.find({ selector: { status: { $in: ['queued', 'waiting', 'running', 'failed'] } } }).exec(),
  ]);
  const checks = new Map(unverified.map((document) => [document.id, document.toJSON()]));
  const waiting = await db.payments.findByIds([...checks.keys()]).exec();
  const pending = new Map<string, PaymentDocument>();
  for (const document of [...coming, ...waiting.values()]) {
    const payment = document.toJSON() as PaymentDocument;
    const check = checks.get(payment.id);
    if (payment.state === 'reversed') continue;
    const report = { payment: payment.payment, linkId: payment.linkId, required: rules.required(payment.payment) };
    if (isCounted(payment.payment) && check && isBacked(report, check)) continue;
    if (await wordOn(db, payment.payment)) continue;
    const other = pending.get(payment.linkId);
    if (!other || payment.payment.confirmations < other.payment.confirmations) pending.set(payment.linkId, payment);
  }
  const jobs = new Map<string, 'queued' | 'failed'>();
  for (const job of open) {
    if (job.status === 'failed') jobs.set(job.invoiceId, 'failed');
    else if (!jobs.has(job.invoiceId)) jobs.set(job.invoiceId, 'queued');
  }
  return { rules, pending, jobs };
}

function toRow(invoice: InvoiceDocument, { rules, pending, jobs }: RowContext, today: string): InvoiceRow {
  const payment = invoice.linkId === '' ? undefined : pending.get(invoice.linkId)?.payment;
  const needed = payment ? rules.required(payment) : 0;
  return {
    id: invoice.id,
    number: invoice.number || null,
    buyerName: invoice.buyerName,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    currency: invoice.currency,
    total: invoice.total || null,
    received: invoice.received,
    state: stateOf(invoice, today),
    pending: payment ? { confirmations: Math.min(payment.confirmations, needed), requiredConfirmations: needed } : null,
    delivery: deliveryOf(invoice, jobs.get(invoice.id)),
    updatedAt: invoice.updatedAt,
  };
}

/** The one word for an invoice; see `displayState`. */
export function stateOf(
  { lifecycle, settlement, dueDate }: Pick<InvoiceDocument, 'lifecycle' | 'settlement' | 'dueDate'>,
  today: string,
): InvoiceRow['state'] {
  return displayState({ lifecycle, settlement: settlement === 'none' ? 'unpaid' : settlement, dueDate, today });
}

/** How an invoice's letters and publication stand, from the jobs that are left and what has been done. */
export function deliveryOf(
  invoice: Pick<InvoiceDocument, 'publishedAt' | 'emailedAt'>,
  jobs: 'queued' | 'failed' | undefined,
): InvoiceRow['delivery'] {
  if (jobs) return jobs;
  return invoice.publishedAt !== '' || invoice.emailedAt !== '' ? 'delivered' : 'none';
}

/** The worst of some jobs' states, or undefined when all are done. */
export function openJobState(jobs: readonly Pick<JobDocument, 'status'>[]): 'queued' | 'failed' | undefined {
  const open = jobs.filter(({ status }) => status !== 'done');
  if (open.length === 0) return undefined;
  return open.some(({ status }) => status === 'failed') ? 'failed' : 'queued';
}
