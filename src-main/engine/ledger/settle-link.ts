import { formatMoney } from '../../../shared/money/amount.ts';
import type { Settlement } from '../../../shared/payment/settlement.ts';
import type { InvoiceDocument, PaymentDocument, VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { createExclusive, type Exclusive } from '../exclusive.ts';
import { foldHopefully, foldSettlement } from './fold-settlement.ts';
import { checkedChains, waitingCheck } from './mark-waiting.ts';
import { isBacked } from './payment-check.ts';
import { addToTimeline, type TimelineNote } from './timeline.ts';

/** The invoice behind a published link; undefined while it has not come from the device that published it. */
export async function invoiceOfLink(db: EngineDatabase, linkId: string): Promise<InvoiceDocument | undefined> {
  if (linkId === '') return undefined;
  const found = await db.invoices.findOne({ selector: { linkId } }).exec();
  return found?.toMutableJSON();
}

/** A payment beside this device's own check of it. */
export type LinkPayment = PaymentDocument & { readonly verification: VerificationDocument | null };

/** A link's payments with this device's own checks, in the order in which they were seen. */
export async function ledgerOfLink(db: EngineDatabase, linkId: string): Promise<LinkPayment[]> {
  if (linkId === '') return [];
  const [payments, verifications, isChecked] = await Promise.all([
    db.payments.find({ selector: { linkId } }).exec(),
    db.verifications.find({ selector: { linkId } }).exec(),
    checkedChains(db),
  ]);
  const checks = new Map(verifications.map((document) => [document.id, document.toMutableJSON()]));
  return payments
    .map((document) => {
      const unasked = isChecked(document.payment.chainId) ? waitingCheck(document.id, linkId) : null;
      return { ...document.toMutableJSON(), verification: checks.get(document.id) ?? unasked };
    })
    .sort((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : a.id < b.id ? -1 : 1));
}

/**
 * Works an invoice's settlement out anew and writes it with its entry in the history. `notes` are written first and in the
 * same breath; the invoice last, so that a crash on the way repeats everything and doubles nothing. One at a time for a
 * database: two that read before either has written would let the older view win.
 */
export function settleLink(
  db: EngineDatabase,
  linkId: string,
  at: string,
  notesFor: (invoiceId: string) => readonly TimelineNote[],
): Promise<void> {
  return ledgerQueue(db)(() => settleNow(db, linkId, at, notesFor));
}

async function settleNow(
  db: EngineDatabase,
  linkId: string,
  at: string,
  notesFor: (invoiceId: string) => readonly TimelineNote[],
): Promise<void> {
  const invoice = await invoiceOfLink(db, linkId);
  if (!invoice?.signed) return;
  const entries = await ledgerOfLink(db, linkId);
  const settlement = foldSettlement(invoice.signed.payable, entries);
  if (isAheadOfUs(invoice, settlement, entries)) return void (await addToTimeline(db, notesFor(invoice.id)));
  const change = settledNote(invoice, settlement, entries, at);
  await addToTimeline(db, [...notesFor(invoice.id), ...(change ? [change] : [])]);
  const received = settlement.received.toString();
  if (invoice.settlement === settlement.status && invoice.received === received) return;
  const document = await db.invoices.findOne(invoice.id).exec();
  await document?.incrementalModify((current) => ({
    ...current,
    settlement: settlement.status,
    received,
    updatedAt: at > current.updatedAt ? at : current.updatedAt,
  }));
}

/**
 * Tells whether another device of the owner's has verified what this one is still asking about. Its word stands: an
 * invoice is never taken back only because a check is on its way, but for a reversal or a mismatch.
 */
function isAheadOfUs(invoice: InvoiceDocument, settlement: Settlement, entries: readonly LinkPayment[]): boolean {
  if (!invoice.signed || BigInt(invoice.received) <= settlement.received) return false;
  const hasCause = entries.some(
    ({ payment, verification }) => payment.state === 'reversed' || verification?.status === 'mismatch',
  );
  return !hasCause && BigInt(invoice.received) <= foldHopefully(invoice.signed.payable, entries).received;
}

const queues = new WeakMap<EngineDatabase, Exclusive>();
function ledgerQueue(db: EngineDatabase): Exclusive {
  const known = queues.get(db) ?? createExclusive();
  queues.set(db, known);
  return known;
}

function settledNote(
  invoice: InvoiceDocument,
  settlement: Settlement,
  entries: readonly LinkPayment[],
  at: string,
): TimelineNote | undefined {
  const wasSettled = isSettled(invoice.settlement);
  if (wasSettled === isSettled(settlement.status)) return undefined;
  const received = formatMoney({ minor: settlement.received, currency: invoice.currency }, 'en-US');
  const due = formatMoney({ minor: settlement.due, currency: invoice.currency }, 'en-US');
  // The states of all payments are the occasion: the same change told twice is one entry, a later one is another.
  const occasion = entries
    .map(({ id, linkId, payment, verification }) => {
      const depth = verification?.status === 'verified' ? `/${isBacked(payment, linkId, verification)}` : '';
      return `${id}=${payment.state}/${verification?.status}${depth}`;
    })
    .join();
  const base = { invoiceId: invoice.id, occasion, at };
  if (wasSettled) return { ...base, kind: 'unsettled', detail: `No longer settled: ${received} of ${due} counts now.` };
  const over = settlement.status === 'overpaid' ? ', more than was asked' : '';
  return { ...base, kind: 'settled', detail: `Settled: ${received} of ${due} received${over}.` };
}

function isSettled(status: InvoiceDocument['settlement']): boolean {
  return status === 'paid' || status === 'overpaid';
}
