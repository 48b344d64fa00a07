import { validateDraft } from '../../../shared/invoice/validate-draft.ts';
import { explorerTxUrl, findChain } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import { paymentValue } from '../../../shared/payment/settle.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import { signatureFingerprint } from '../../../shared/sealing/canonical-signature.ts';
import type { InvoiceView, PaymentView, SettlementView, TimelineEntry } from '../../../shared/app-api/views.ts';
import { calendarToday } from '../calendar-today.ts';
import type { PaymentDocument, TimelineDocument, VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { linkOf, relayOriginOf } from '../invoices/invoice-context.ts';
import { foldSettlement, type LedgerEntry } from '../ledger/fold-settlement.ts';
import { ledgerOfLink } from '../ledger/settle-link.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { jobView, wireProblem } from './job-view.ts';
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
  const [settings, entries, timeline, jobs] = await Promise.all([
    readSettings(db, options.practice),
    ledgerOfLink(db, invoice.linkId),
    db.timeline.find({ selector: { invoiceId: id }, sort: [{ invoiceId: 'asc' }, { at: 'asc' }] }).exec(),
    db.jobs.find({ selector: { invoiceId: id }, sort: [{ invoiceId: 'asc' }, { place: 'asc' }] }).exec(),
  ]);
  const today = calendarToday(options.now());
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
    settlement: signed ? settlementView(signed.payable, entries) : null,
    payments: signed ? entries.map((entry) => paymentView(signed.payable, entry)) : [],
    adjustments: [],
    timeline: timeline.map((entry) => timelineView(entry.toMutableJSON())),
    jobs: jobs.map((job) => jobView(job.toMutableJSON(), isOnline)),
    link: linkOf(invoice, relayOriginOf(settings, options)),
    delivery: deliveryOf(invoice, openJobState(jobs)),
    problems: problems.map(wireProblem),
    createdAt: invoice.createdAt,
    updatedAt: invoice.updatedAt,
  };
}

function settlementView(payable: PayableInvoice, entries: readonly LedgerEntry[]): SettlementView {
  const settlement = foldSettlement(payable, entries);
  return {
    ...settlement,
    due: settlement.due.toString(),
    received: settlement.received.toString(),
    pending: settlement.pending.toString(),
    remaining: settlement.remaining.toString(),
    over: settlement.over.toString(),
    credited: '0',
    refunded: '0',
    outside: '0',
    forgiven: '0',
    isFinal: false,
  };
}

function paymentView(
  payable: PayableInvoice,
  { payment, verification: check }: PaymentDocument & { verification: VerificationDocument | null },
): PaymentView {
  const token = findToken(payment.chainId, payment.token);
  return {
    payment,
    symbol: token?.symbol ?? 'unknown token',
    decimals: token?.decimals ?? 0,
    chainName: findChain(payment.chainId)?.name ?? `Chain ${payment.chainId}`,
    explorerUrl: explorerTxUrl(payment.chainId, payment.txHash),
    value: paymentValue(payable, payment).toString(),
    isFinal: payment.state === 'final',
    movedTo: null,
    verification: check
      ? { status: check.status, detail: check.detail, checkedAt: check.checkedAt || null }
      : {
          status: 'unchecked',
          detail: "The relay's word alone: no endpoint of your own has been asked.",
          checkedAt: null,
        },
  };
}

function timelineView({ id, at, kind, detail, paymentKey, txHash }: TimelineDocument): TimelineEntry {
  return { id, at, kind, detail, paymentKey, txHash };
}
