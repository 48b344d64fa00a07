import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import type { PaymentDocument, UnmatchedDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { markWaiting } from './mark-waiting.ts';
import { recordMailState } from './record-mail-state.ts';
import { paymentNotes } from './payment-notes.ts';
import { settleLink } from './settle-link.ts';
import type { TimelineNote } from './timeline.ts';

type PaymentEvent = Extract<RelayEvent, { type: 'payment' }>;
type UnmatchedEvent = Extract<RelayEvent, { type: 'unmatched' }>;

/**
 * Takes events of the relay into the ledger: payments (the newest event of a key wins), unmatched transfers, and the states
 * of emails; then settles every invoice concerned and adds to its history. Idempotent: the same events again, in part
 * or after a crash, change nothing.
 */
export async function recordRelayEvents(db: EngineDatabase, events: readonly RelayEvent[], now: Date): Promise<void> {
  const payments = events.filter((event) => event.type === 'payment');
  const moved = await recordPayments(db, payments);
  await recordUnmatched(
    db,
    events.filter((event) => event.type === 'unmatched'),
  );
  for (const event of events) if (event.type === 'mail') await recordMailState(db, event.mail, event.at);
  for (const linkId of new Set(payments.map((event) => event.linkId))) {
    const own = payments.filter((event) => event.linkId === linkId);
    await settleLink(db, linkId, own.at(-1)?.at ?? now.toISOString(), (invoiceId) => notesOf(invoiceId, own));
  }
  for (const linkId of moved) await settleLink(db, linkId, now.toISOString(), () => []);
}

/** Settles an invoice whose payments came before it did (from another device), or whose events were told to others. */
export async function settleArrivedInvoice(db: EngineDatabase, linkId: string, now: Date): Promise<void> {
  const payments = await db.payments.find({ selector: { linkId } }).exec();
  if (payments.length === 0) return;
  await settleLink(db, linkId, payments.at(-1)?.updatedAt ?? now.toISOString(), (invoiceId) =>
    payments.flatMap(({ payment, seenAt, updatedAt }) => paymentNotes(invoiceId, payment, seenAt, updatedAt)),
  );
}

/** Writes the newest state of each payment; answers the links that a payment was credited to before and is no more. */
async function recordPayments(db: EngineDatabase, events: readonly PaymentEvent[]): Promise<ReadonlySet<string>> {
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
    if (before && before.linkId !== linkId) moved.add(before.linkId);
    const seenAt = before?.seenAt ?? firstSeen.get(id) ?? at;
    fresh.push({ id, rev: '', linkId, state: payment.state, seq, seenAt, updatedAt: at, payment });
  }
  await markWaiting(db, fresh);
  const { error } = await db.payments.bulkUpsert(fresh);
  if (error[0]) throw new Error(`A payment could not be written (${error[0].status})`);
  return moved;
}

async function recordUnmatched(db: EngineDatabase, events: readonly UnmatchedEvent[]): Promise<void> {
  const documents = events.map(({ seq, at, reason, candidates, transfer }): UnmatchedDocument => ({
    id: transfer.key,
    rev: '',
    seq,
    at,
    reason,
    candidates,
    transfer,
  }));
  const known = await db.unmatched.findByIds(documents.map(({ id }) => id)).exec();
  const fresh = documents.filter(({ id, seq, at }) => {
    const before = known.get(id);
    return !before || seq > before.seq || at > before.at;
  });
  const newest = new Map(fresh.map((document) => [document.id, document]));
  await db.unmatched.bulkUpsert([...newest.values()]);
}

function notesOf(invoiceId: string, events: readonly PaymentEvent[]): TimelineNote[] {
  const seenAt = new Map<string, string>();
  return events.flatMap(({ payment, at }) => {
    if (!seenAt.has(payment.key)) seenAt.set(payment.key, at);
    return paymentNotes(invoiceId, payment, seenAt.get(payment.key) ?? at, at);
  });
}
