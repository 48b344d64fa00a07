import { validateDraft } from '../../../shared/invoice/validate-draft.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import { signatureFingerprint } from '../../../shared/sealing/canonical-signature.ts';
import type { InvoiceView, SettlementView } from '../../../shared/app-api/invoice-view.ts';
import type { TimelineEntry } from '../../../shared/app-api/timeline-entry.ts';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import type { InvoiceDocument, TimelineDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { linkOf, relayOriginOf } from '../invoices/invoice-context.ts';
import { foldSettlement } from '../ledger/fold-settlement.ts';
import { readLedger, type InvoiceLedger } from '../ledger/invoice-ledger.ts';
import { timelineId } from '../ledger/timeline.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { adjustmentViews } from './adjustment-view.ts';
import { jobView, wireProblem } from './job-view.ts';
import { paymentViews } from './payment-view.ts';
import { deliveryOf, openJobState, stateOf } from './list-invoices.ts';

/** One invoice, whole, or null where there is none. */
export async function showInvoice(
  db: EngineDatabase,
  options: EngineOptions,
  id: string,
  isOnline: boolean,
): Promise<InvoiceView | null> {
  const found = await db.invoices.findOne(id).exec();
  if (!found) return null;
  const invoice = found.toMutableJSON();
  const [settings, ledger, timeline, jobs] = await Promise.all([
    readSettings(db, options.practice),
    readLedger(db, invoice),
    db.timeline.find({ selector: { invoiceId: id }, sort: [{ invoiceId: 'asc' }, { at: 'asc' }] }).exec(),
    db.jobs.find({ selector: { invoiceId: id }, sort: [{ invoiceId: 'asc' }, { place: 'asc' }] }).exec(),
  ]);
  const today = calendarDateAt(options.now());
  const { signed, lifecycle, draft } = invoice;
  const problems =
    lifecycle === 'draft' ? validateDraft(draft, { purpose: 'issue', seller: settings.seller, today }) : [];
  return {
    id,
    lifecycle,
    state: stateOf(invoice, today),
    draft,
    signed,
    signatureFingerprint: signed ? signatureFingerprint(signed.signature.publicKey) : null,
    settlement: signed ? settlementView(signed.payable, ledger) : null,
    payments: signed ? paymentViews(signed.payable, ledger) : [],
    adjustments: signed ? await adjustmentViews(db, id, signed.payable, ledger) : [],
    timeline: ownHistory(
      invoice,
      timeline.map((entry) => entry.toMutableJSON()),
    ).map(timelineView),
    jobs: jobs.map((job) => jobView(job.toMutableJSON(), isOnline)),
    link: linkOf(invoice, relayOriginOf(settings, options)),
    delivery: deliveryOf(invoice, openJobState(jobs)),
    problems: problems.map(wireProblem),
    sameNumber: await sharersOfNumber(db, invoice),
    createdAt: invoice.createdAt,
    updatedAt: invoice.updatedAt,
  };
}

function settlementView(payable: PayableInvoice, ledger: InvoiceLedger): SettlementView {
  const { due, received, pending, remaining, over, credited, refunded, outside, forgiven, ...rest } = foldSettlement(
    payable,
    ledger,
  );
  const sums = { due, received, pending, remaining, over, credited, refunded, outside, forgiven };
  const texts = Object.entries(sums).map(([name, minor]) => [name, minor.toString()] as const);
  return { ...rest, ...(Object.fromEntries(texts) as Record<keyof typeof sums, string>) };
}

/** Others that stand under this invoice's number. */
async function sharersOfNumber(
  db: EngineDatabase,
  { id, lifecycle, series, sequence }: InvoiceDocument,
): Promise<InvoiceView['sameNumber']> {
  if (lifecycle === 'draft' || lifecycle === 'void') return [];
  const found = await db.invoices.find({ selector: { series, sequence } }).exec();
  const others = found.filter((other) => other.id !== id && other.lifecycle !== 'void');
  return others.map((other) => ({ id: other.id, buyerName: other.buyerName }));
}

/**
 * Where two devices issued one draft, the other one's issue is in the history of the invoice that the other one became.
 */
function ownHistory(
  { id, linkId }: InvoiceDocument,
  entries: readonly TimelineDocument[],
): readonly TimelineDocument[] {
  const own = timelineId({ invoiceId: id, kind: 'issued', occasion: linkId });
  // Entries of before carry no link.
  const older = timelineId({ invoiceId: id, kind: 'issued', occasion: '' });
  const shown = entries.some((entry) => entry.id === own) ? own : older;
  return entries.filter((entry) => entry.kind !== 'issued' || entry.id === shown);
}

function timelineView({ id, at, kind, detail, paymentKey, txHash }: TimelineDocument): TimelineEntry {
  return { id, at, kind, detail, paymentKey, txHash };
}
