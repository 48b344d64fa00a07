import { setTimeout as delay } from 'node:timers/promises';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineLog } from '../engine-options.ts';
import { assignmentIndex } from '../adjustments/assignment-index.ts';
import { markPublished } from '../ledger/mark-published.ts';
import { addToTimeline } from '../ledger/timeline.ts';

/** Milliseconds until the copy is tried again after the database failed (a full disk, say). */
const afterTrouble = 2_000;

/**
 * One draft was issued on two devices: both invoices were shown to payers, so the one that loses its place lives on
 * beside the other, under an id that is made of its own and its link's. Its jobs and its history go with it.
 *
 * Resolves when the copy is on disk; all of it can be repeated. It never gives up while the database is open, because
 * the caller replaces the original next.
 */
export async function keepSecondIssue(
  db: EngineDatabase,
  log: EngineLog,
  document: Record<string, unknown>,
): Promise<void> {
  const { _deleted: _, ...lost } = document;
  const invoice = lost as object as InvoiceDocument;
  const copy = { ...invoice, id: secondIssueId(invoice) };
  for (;;) {
    try {
      await db.invoices.insertIfNotExists(copy);
      await moveJobs(db, invoice.id, copy.id);
      await moveAdjustments(db, invoice, copy.id);
      await tell(db, copy);
      await carryPublication(db, invoice);
      return;
    } catch (error) {
      if (db.closed) throw error;
      log.error('an invoice issued on two devices waits to be kept twice', {
        number: invoice.number,
        error: String(error),
      });
      await delay(afterTrouble);
    }
  }
}

function secondIssueId({ id, linkId }: InvoiceDocument): string {
  return `${id.slice(0, 40)}.${linkId}`;
}

/** What was queued on this device was queued for this device's invoice. */
async function moveJobs(db: EngineDatabase, from: string, to: string): Promise<void> {
  const jobs = await db.jobs.find({ selector: { invoiceId: from } }).exec();
  for (const job of jobs) await job.incrementalPatch({ invoiceId: to });
}

/** What was put right by hand was put right on the invoice of this link. */
async function moveAdjustments(db: EngineDatabase, { id, linkId }: InvoiceDocument, to: string): Promise<void> {
  for (const document of await db.adjustments.find({ selector: { invoiceId: id } }).exec())
    if (document.linkId === linkId) await document.incrementalPatch({ invoiceId: to });
  for (const { id: wordId } of (await assignmentIndex(db)).ofInvoice(id)) {
    const word = await db.adjustments.findOne(wordId).exec();
    await word?.incrementalModify((current) => {
      const parts = current.assignment?.parts ?? [];
      const moved = parts.map((part) => (part.linkId === linkId ? { ...part, invoiceId: to } : part));
      return { ...current, assignment: current.assignment && { ...current.assignment, parts: moved } };
    });
  }
}

/** Publication may have ended on the original after the version that is being merged. */
async function carryPublication(db: EngineDatabase, { id, linkId }: InvoiceDocument): Promise<void> {
  const original = await db.invoices.findOne(id).exec();
  if (original?.linkId === linkId && original.publishedAt !== '') await markPublished(db, linkId, original.publishedAt);
}

async function tell(db: EngineDatabase, { id, linkId, number, issuedAt }: InvoiceDocument): Promise<void> {
  const detail = `Issued and signed as ${number}. Another device had issued the same draft; both invoices stand.`;
  await addToTimeline(db, [{ invoiceId: id, kind: 'issued', occasion: linkId, at: issuedAt, detail }]);
}
