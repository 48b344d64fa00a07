import type { Lifecycle } from '../../../shared/invoice/lifecycle.ts';
import { isSettled, type Settlement } from '../../../shared/payment/settlement.ts';
import type { SignedInvoice } from '../../../shared/sealing/signed-invoice.ts';
import { recordTolerance } from '../adjustments/record-tolerance.ts';
import { followLinkStatus } from '../courier/follow-link-status.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { createExclusive, type Exclusive } from '../exclusive.ts';
import { foldBounds, foldSettlement } from './fold-settlement.ts';
import { readLedger, type InvoiceLedger } from './invoice-ledger.ts';
import { settledHooks } from './on-settled.ts';
import { settledNote } from './settled-note.ts';
import { addToTimeline, type TimelineNote } from './timeline.ts';

/** How an invoice is settled anew. */
export interface SettleOptions {
  /** ISO 8601: when that happened which it is settled for. */
  readonly at: string;
  /** Entries of its history that come with it. */
  readonly notesFor?: (invoiceId: string) => readonly TimelineNote[];
  /** True where its owner has just decided: another device's view from before that does not stand. */
  readonly isOwnersWord?: boolean;
  /** True where a payment was just reversed, denied or moved away: so does a view from before that not stand. */
  readonly isTakenBack?: boolean;
}

/** The invoice behind a published link; undefined while it has not come from the device that published it. */
export async function invoiceOfLink(db: EngineDatabase, linkId: string): Promise<InvoiceDocument | undefined> {
  if (linkId === '') return undefined;
  const found = await db.invoices.findOne({ selector: { linkId } }).exec();
  return found?.toMutableJSON();
}

/**
 * Works an invoice's settlement out anew and writes it with its entry in the history. The notes are written first and
 * in the same breath; the invoice last, so that a crash on the way repeats everything and doubles nothing. One at a
 * time for a database: two that read before either has written would let the older view win.
 */
export function settleLink(db: EngineDatabase, linkId: string, options: SettleOptions): Promise<void> {
  return ledgerQueue(db)(async () => settleNow(db, await invoiceOfLink(db, linkId), options));
}

/** The same for an invoice by its id. */
export function settleInvoice(db: EngineDatabase, id: string, options: SettleOptions): Promise<void> {
  return ledgerQueue(db)(async () => {
    const invoice = await db.invoices.findOne(id).exec();
    await settleNow(db, invoice?.toMutableJSON(), options);
  });
}

async function settleNow(
  db: EngineDatabase,
  invoice: InvoiceDocument | undefined,
  { at, notesFor = () => [], isOwnersWord = false, isTakenBack = false }: SettleOptions,
): Promise<void> {
  if (!invoice?.signed) return;
  const { payable } = invoice.signed;
  let ledger = await readLedger(db, invoice);
  let settlement = foldSettlement(payable, ledger);
  if (!isOwnersWord && !isTakenBack && isAheadOfUs({ ...invoice, signed: invoice.signed }, settlement, ledger))
    return void (await addToTimeline(db, notesFor(invoice.id)));
  if (await recordTolerance(db, invoice, settlement, at)) {
    ledger = await readLedger(db, invoice);
    settlement = foldSettlement(payable, ledger);
  }
  const change = settledNote(invoice, settlement, ledger, at);
  await addToTimeline(db, [...notesFor(invoice.id), ...change]);
  await tell(db, invoice, settlement, at);
  const settled = await writeSettlement(db, invoice, settlement, at);
  await followLinkStatus(db, settled, ledger, at);
}

/**
 * Tells whether another device of the owner's has verified what this one is still asking about. Its word stands: an
 * invoice is never changed only because a check is on its way, but by a reversal or a mismatch as it happens.
 */
function isAheadOfUs(
  invoice: InvoiceDocument & { readonly signed: SignedInvoice },
  settlement: Settlement,
  ledger: InvoiceLedger,
): boolean {
  const theirs = BigInt(invoice.received);
  if (theirs === settlement.received) return false;
  const { least, most } = foldBounds(invoice.signed.payable, ledger);
  return least <= theirs && theirs <= most;
}

/** Who was told that it is paid is told before the invoice says otherwise, and the other way round. */
async function tell(db: EngineDatabase, invoice: InvoiceDocument, settlement: Settlement, at: string): Promise<void> {
  const news = { invoiceId: invoice.id, round: invoice.round, at };
  const wasPaid = isSettled(invoice.settlement) && invoice.lifecycle !== 'credited';
  if (wasPaid && !isSettled(settlement.status)) await settledHooks(db)?.onUnsettled(news);
  const isNewlyFinal = !invoice.final && isFinal(invoice, settlement);
  if (isNewlyFinal && settlement.received > 0n) await settledHooks(db)?.onFinal(news);
}

async function writeSettlement(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  settlement: Settlement,
  at: string,
): Promise<InvoiceDocument> {
  const change = (current: InvoiceDocument): InvoiceDocument => ({
    ...current,
    settlement: settlement.status,
    received: settlement.received.toString(),
    final: isFinal(current, settlement),
    round: current.final && !isFinal(current, settlement) ? current.round + 1 : current.round,
    lifecycle: lifecycleAfter(current, settlement),
  });
  const next = change(invoice);
  const keys = ['settlement', 'received', 'final', 'lifecycle'] as const;
  if (keys.every((key) => next[key] === invoice[key])) return invoice;
  const document = await db.invoices.findOne(invoice.id).exec();
  const written = await document?.incrementalModify((current) => ({
    ...change(current),
    updatedAt: at > current.updatedAt ? at : current.updatedAt,
  }));
  return written?.getLatest().toMutableJSON() ?? next;
}

/** What was final once stays so as long as it is settled: a device that asks anew takes nothing back. */
function isFinal(invoice: InvoiceDocument, settlement: Settlement): boolean {
  return isSettled(settlement.status) && (settlement.isFinal || invoice.final);
}

/** An invoice that is credited whole, with nothing received or all of it refunded, is `credited` until that changes. */
function lifecycleAfter({ lifecycle }: InvoiceDocument, settlement: Settlement): Lifecycle {
  if (lifecycle !== 'issued' && lifecycle !== 'credited') return lifecycle;
  return settlement.due === 0n && settlement.received === 0n ? 'credited' : 'issued';
}

const queues = new WeakMap<EngineDatabase, Exclusive>();
function ledgerQueue(db: EngineDatabase): Exclusive {
  const known = queues.get(db) ?? createExclusive();
  queues.set(db, known);
  return known;
}
