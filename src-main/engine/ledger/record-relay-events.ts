import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import type { PaymentDocument, UnmatchedDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { markWaiting } from './mark-waiting.ts';
import { movedNotes } from './moved-notes.ts';
import { recordMailState } from './record-mail-state.ts';
import { paymentNotes } from './payment-notes.ts';
import { settleLink } from './settle-invoice.ts';
import { settleWords } from './settle-words.ts';
import type { TimelineNote } from './timeline.ts';
import { unmatchedTransfer } from './transfers.ts';

type PaymentEvent = Extract<RelayEvent, { type: 'payment' }>;
type UnmatchedEvent = Extract<RelayEvent, { type: 'unmatched' }>;

/**
 * Takes events of the relay into the ledger: payments (the newest event of a key wins), unmatched transfers, and the
 * states of emails; then settles every invoice concerned and adds to its history. Idempotent: the same events again, in
 * part or after a crash, change nothing.
 */
export async function recordRelayEvents(db: EngineDatabase, events: readonly RelayEvent[], now: Date): Promise<void> {
  const payments = events.filter((event) => event.type === 'payment');
  const unmatched = events.filter((event) => event.type === 'unmatched');
  const moved = await recordPayments(db, payments);
  for (const linkId of await recordUnmatched(db, unmatched)) moved.add(linkId);
  for (const event of events) if (event.type === 'mail') await recordMailState(db, event.mail, event.at);
  for (const linkId of new Set(payments.map((event) => event.linkId))) {
    const own = payments.filter((event) => event.linkId === linkId);
    const moves = await movedNotes(db, own);
    await settleLink(db, linkId, {
      at: own.at(-1)?.at ?? now.toISOString(),
      isTakenBack: own.some(({ payment }) => payment.state === 'reversed'),
      notesFor: (invoiceId) => [...notesOf(invoiceId, own, moves.keys), ...moves.notesFor(invoiceId)],
    });
  }
  for (const linkId of moved) await settleLink(db, linkId, { at: now.toISOString(), isTakenBack: true });
  for (const event of [...payments, ...unmatched])
    await settleWords(db, event.type === 'payment' ? event.payment : event.transfer, event.at);
}

/** Settles an invoice whose payments came before it did (from another device), or whose events were told to others. */
export async function settleArrivedInvoice(db: EngineDatabase, linkId: string, now: Date): Promise<void> {
  const payments = await db.payments.find({ selector: { linkId } }).exec();
  await settleLink(db, linkId, {
    at: payments.at(-1)?.updatedAt ?? now.toISOString(),
    notesFor: (invoiceId) =>
      payments.flatMap(({ payment, seenAt, updatedAt }) => paymentNotes(invoiceId, payment, seenAt, updatedAt)),
  });
}

/** Writes the newest state of each payment; answers the links that a payment was credited to before and is no more. */
async function recordPayments(db: EngineDatabase, events: readonly PaymentEvent[]): Promise<Set<string>> {
  const moved = new Set<string>();
  if (events.length === 0) return moved;
  const newest = new Map<string, PaymentEvent>();
  const firstSeen = new Map<string, string>();
  for (const event of events) {
    const { key } = event.payment;
    if (!firstSeen.has(key)) firstSeen.set(key, event.at);
    if ((newest.get(key)?.seq ?? -1) < event.seq) newest.set(key, event);
  }
  const known = await db.payments.findByIds([...newest.keys()]).exec();
  const fresh: PaymentDocument[] = [];
  for (const [id, { linkId, seq, at, payment }] of newest) {
    const before = known.get(id);
    // A relay that came back from a backup counts anew, so a later time makes an event newer as well.
    if (before && seq <= before.seq && at <= before.updatedAt) continue;
    if (before && before.linkId !== linkId && before.linkId !== '') moved.add(before.linkId);
    const seenAt = before?.seenAt ?? firstSeen.get(id) ?? at;
    const { txHash, state } = payment;
    fresh.push({ id, rev: '', linkId, txHash, unreported: false, state, seq, seenAt, updatedAt: at, payment });
  }
  const unchecked = await markWaiting(db, fresh);
  const { error } = await db.payments.bulkUpsert(fresh);
  if (error[0]) throw new Error(`A payment could not be written (${error[0].status})`);
  await markWaiting(db, unchecked);
  return moved;
}

/**
 * Writes the newest state of each unmatched transfer; answers the links that it was credited to before and is no more.
 */
async function recordUnmatched(db: EngineDatabase, events: readonly UnmatchedEvent[]): Promise<Set<string>> {
  const moved = new Set<string>();
  if (events.length === 0) return moved;
  const ids = events.map(({ transfer }) => transfer.key);
  const known = await db.unmatched.findByIds(ids).exec();
  const newest = new Map<string, UnmatchedDocument>();
  for (const { seq, at, reason, candidates, transfer } of events) {
    const before = known.get(transfer.key);
    if (before && seq <= before.seq && at <= before.at) continue;
    if ((newest.get(transfer.key)?.seq ?? -1) >= seq) continue;
    const { key: id, txHash } = transfer;
    newest.set(id, { id, rev: '', txHash, unreported: false, seq, at, reason, candidates, transfer });
  }
  const fresh = [...newest.values()];
  const unchecked = await markWaiting(db, fresh.map(unmatchedTransfer));
  const { error } = await db.unmatched.bulkUpsert(fresh);
  if (error[0]) throw new Error(`An unmatched transfer could not be written (${error[0].status})`);
  await markWaiting(db, unchecked);
  for (const document of (await db.payments.findByIds(fresh.map(({ id }) => id)).exec()).values()) {
    const later = newest.get(document.id);
    if (!later || document.linkId === '' || (later.seq <= document.seq && later.at <= document.updatedAt)) continue;
    // The relay credits it to nothing any more.
    moved.add(document.linkId);
    await document.incrementalPatch({ linkId: '', seq: later.seq, updatedAt: later.at });
  }
  return moved;
}

/** `moved` are payments that came out of another block: those were not seen for the first time. */
function notesOf(invoiceId: string, events: readonly PaymentEvent[], moved: ReadonlySet<string>): TimelineNote[] {
  const seenAt = new Map<string, string>();
  return events.flatMap(({ payment, at }) => {
    if (!seenAt.has(payment.key)) seenAt.set(payment.key, at);
    const notes = paymentNotes(invoiceId, payment, seenAt.get(payment.key) ?? at, at);
    return moved.has(payment.key) ? notes.filter(({ kind }) => kind !== 'payment-seen') : notes;
  });
}
