import { enqueueAssignment } from '../courier/enqueue.ts';
import type { AdjustmentDocument, JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { AdjustIntent } from '../invoices/intents.ts';
import { raiseHighWater } from '../invoices/number-series.ts';
import { markWaiting, waitingCheck } from '../ledger/mark-waiting.ts';
import { invoiceOfLink, settleInvoice } from '../ledger/settle-invoice.ts';
import { placesOf, transfersOfTransaction, type KnownTransfer } from '../ledger/transfers.ts';
import { addToTimeline } from '../ledger/timeline.ts';
import { adjustmentNotes } from './adjustment-notes.ts';
import { assignmentNotes } from './assignment-notes.ts';

/** Does what follows from an adjustment, as far as it has been decided; idempotent. */
export async function followAdjustment(db: EngineDatabase, { adjustmentId, before, at }: AdjustIntent): Promise<void> {
  const found = await db.adjustments.findOne(adjustmentId).exec();
  const document = found?.toMutableJSON();
  if (!document || document.updatedAt !== at) return;
  if (document.kind === 'assignment') return followAssignment(db, document, before, at);
  if (document.kind === 'refund' && !document.undone) await askAboutRefund(db, document);
  if (document.kind === 'credit-note') await raiseHighWater(db, document.series, document.sequence);
  const invoice = await db.invoices.findOne(document.invoiceId).exec();
  if (invoice) await addToTimeline(db, adjustmentNotes(document, invoice.currency, at));
  const moved = before && before.invoiceId !== document.invoiceId ? [before.invoiceId] : [];
  for (const id of [document.invoiceId, ...moved]) await settleInvoice(db, id, { at, isOwnersWord: true });
}

async function followAssignment(
  db: EngineDatabase,
  word: AdjustmentDocument,
  before: AdjustmentDocument | null,
  at: string,
): Promise<void> {
  const places = await placesOfWord(db, word);
  const credited = await creditedInvoices(db, places);
  const manual = places.map(({ payment }) => ({ linkId: '', payment: { ...payment, rule: 'manual' as const } }));
  await markWaiting(db, manual);
  if (word.undone) await markWaiting(db, places);
  await addToTimeline(db, assignmentNotes({ word, before, credited, at }));
  for (const id of invoicesOfWords([word, before], credited)) await settleInvoice(db, id, { at, isOwnersWord: true });
  await enqueueAssignment(db, word);
}

/**
 * Settles by an adjustment that came from another device, which has written its history itself. Where this device has
 * told the relay another word on the transfer, the one that stands is told after it.
 */
export async function settleByArrival(
  db: EngineDatabase,
  arrived: AdjustmentDocument,
  before: AdjustmentDocument | null,
): Promise<void> {
  const { id, kind, invoiceId, undone, updatedAt: at } = arrived;
  const isOwnersWord = undone || kind === 'assignment';
  if (kind === 'refund' && !undone) await askAboutRefund(db, arrived);
  if (kind !== 'assignment') return settleInvoice(db, invoiceId, { at, isOwnersWord });
  const places = await placesOfWord(db, arrived);
  const manual = places.map(({ payment }) => ({ linkId: '', payment: { ...payment, rule: 'manual' as const } }));
  await markWaiting(db, manual);
  const credited = await creditedInvoices(db, places);
  for (const concerned of invoicesOfWords([arrived, before], credited))
    await settleInvoice(db, concerned, { at, isOwnersWord });
  const told = await db.jobs.find({ selector: { status: { $in: everyStatus }, kind: 'assign', subject: id } }).exec();
  if (told.length > 0) await enqueueAssignment(db, arrived);
}

const everyStatus: JobDocument['status'][] = ['queued', 'running', 'waiting', 'done', 'failed'];

function invoicesOfWords(
  words: readonly (AdjustmentDocument | null)[],
  credited: ReadonlySet<string>,
): ReadonlySet<string> {
  const named = words.flatMap((word) => word?.assignment?.parts ?? []).map(({ invoiceId }) => invoiceId);
  return new Set([...named, ...credited]);
}

async function placesOfWord(db: EngineDatabase, { txHash, transfer }: AdjustmentDocument): Promise<KnownTransfer[]> {
  return transfer ? placesOf(transfer.lastingId, await transfersOfTransaction(db, txHash)) : [];
}

/** The invoices to which a rule credits the transfer, whatever its owner says. */
async function creditedInvoices(db: EngineDatabase, places: readonly KnownTransfer[]): Promise<ReadonlySet<string>> {
  const links = new Set(places.map(({ linkId }) => linkId).filter((linkId) => linkId !== ''));
  const invoices = await Promise.all([...links].map((linkId) => invoiceOfLink(db, linkId)));
  return new Set(invoices.flatMap((invoice) => (invoice ? [invoice.id] : [])));
}

/** Like a payment: its check is there before anything is made of it. */
async function askAboutRefund(db: EngineDatabase, { id }: AdjustmentDocument): Promise<void> {
  const known = await db.verifications.findOne(id).exec();
  if (!known) await db.verifications.insertIfNotExists(waitingCheck(id, ''));
  else if (!known.due) await known.incrementalPatch({ due: true });
}
