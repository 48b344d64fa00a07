import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { InvoiceDocument, JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { addToTimeline, type TimelineNote } from '../ledger/timeline.ts';
import { isOpen, jobsOf, newJob, nextPlace, requeue } from './enqueue.ts';
import { paperMailId, type PaperKind } from './paper-mail.ts';

interface PaperRequest {
  readonly kind: PaperKind;
  /** Makes the email's id: the same gives the same email, sent once, from whichever device. */
  readonly own: string;
  readonly to: string;
  readonly mode: 'pdf' | 'link';
  /** What it is about: the id of a credit note, or of the receipt that is corrected. */
  readonly subject?: string;
  readonly at: string;
}

/**
 * Queues a paper's email, and the invoice's publication before it where no relay has the invoice yet. One that still
 * waits for the same address is not queued twice.
 *
 * @returns The ids of the jobs that it goes by.
 */
export async function enqueuePaper(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  { kind, own, to, mode, subject = '', at }: PaperRequest,
): Promise<string[]> {
  const before = await jobsOf(db, invoice.id);
  const same = before.find(
    (job) =>
      job.kind === kind &&
      isOpen(job) &&
      !job.accepted &&
      job.to === to &&
      job.mode === mode &&
      job.subject === subject,
  );
  const id = same?.id ?? paperMailId(kind, own);
  const publishing = before.find((job) => job.kind === 'publish' && job.status !== 'done');
  const publish = invoice.publishedAt === '' ? (publishing?.id ?? `publish-${id}`.slice(0, 64)) : null;
  const place = nextPlace(before);
  if (publish !== null && !publishing)
    await db.jobs.insertIfNotExists(newJob(publish, invoice.id, 'publish', place, at));
  if (publishing?.status === 'failed') await requeue(db, publishing.id, at);
  await db.jobs.insertIfNotExists({ ...newJob(id, invoice.id, kind, place + 1, at), to, mode, subject });
  await addToTimeline(db, [queuedNote(invoice.id, { kind, to, mode, at, id })]);
  return publish === null ? [id] : [publish, id];
}

function queuedNote(
  invoiceId: string,
  { kind, to, mode, at, id }: { kind: PaperKind; to: string; mode: 'pdf' | 'link'; at: string; id: string },
): TimelineNote {
  const base = { invoiceId, occasion: id, at };
  switch (kind) {
    case 'receipt': {
      const how = mode === 'pdf' ? 'with the PDF' : 'with the link alone';
      return { ...base, kind: 'receipt-queued', detail: `Receipt to ${to} queued, ${how}.` };
    }
    case 'correction':
      return { ...base, kind: 'email-queued', detail: `Word to ${to} queued that the receipt no longer stands.` };
    case 'credit-note':
      return { ...base, kind: 'email-queued', detail: `Credit note to ${to} queued, with the PDF.` };
  }
}

/**
 * Queues the receipt that goes by itself once an invoice is settled for good. Its id is made of invoice, round and what
 * was corrected before, so the owner's devices queue one email, which the relay sends once.
 */
export async function enqueueReceipt(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  request: Pick<PaperRequest, 'to' | 'mode' | 'at'>,
): Promise<void> {
  const corrected = (await jobsOf(db, invoice.id)).filter(({ kind, to }) => kind === 'correction' && to === request.to);
  const own = hashOf(`${invoice.id}|${invoice.linkId}|${invoice.round}|${corrected.length}|${request.to}`);
  await enqueuePaper(db, invoice, { kind: 'receipt', own, ...request });
}

/** Takes back what receipts said: one that has not left is dropped, and who got one is written to. */
export async function enqueueReceiptCorrection(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  { mode, at }: Pick<PaperRequest, 'mode' | 'at'>,
): Promise<void> {
  for (const job of await standingReceipts(db, invoice.id)) {
    const own = hashOf(job.id);
    const { to, id: subject } = job;
    await enqueuePaper(db, invoice, { kind: 'correction', own, to, mode, subject, at });
  }
}

/** Drops receipts that have not left. */
export async function discardReceipts(db: EngineDatabase, invoiceId: string): Promise<void> {
  const unsent = (await jobsOf(db, invoiceId)).filter((job) => job.kind === 'receipt' && !hasLeft(job));
  await db.jobs.bulkRemove(unsent.map(({ id }) => id));
}

/** The receipts that have left, or are leaving, and were not taken back. */
export async function standingReceipts(db: EngineDatabase, invoiceId: string): Promise<JobDocument[]> {
  const jobs = await jobsOf(db, invoiceId);
  const corrected = new Set(jobs.filter(({ kind }) => kind === 'correction').map(({ subject }) => subject));
  return jobs.filter((job) => job.kind === 'receipt' && hasLeft(job) && !corrected.has(job.id));
}

function hasLeft({ status, accepted }: JobDocument): boolean {
  return accepted || status === 'done' || status === 'running';
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)).slice(0, 24));
}
