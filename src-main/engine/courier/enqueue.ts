import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AdjustmentDocument, InvoiceDocument, JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { randomId } from '../random-values.ts';

/**
 * Queues publication (unless the invoice is out already, or on its way) and an email. Both come in one write. An email
 * that still waits for the same address in the same form is not queued twice.
 */
export async function enqueueSend(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  request: {
    readonly to: string;
    readonly mode: 'pdf' | 'link' | null;
    readonly at: string;
    readonly random: (bytes: number) => Uint8Array;
  },
): Promise<{ publish: string | null; email: string | null }> {
  const before = await jobsOf(db, invoice.id);
  const fresh: JobDocument[] = [];
  const add = (kind: JobDocument['kind']): string => {
    const job = newJob(randomId(request.random), invoice.id, kind, nextPlace(before) + fresh.length, request.at);
    fresh.push(kind === 'email' ? { ...job, to: request.to, mode: request.mode ?? 'link' } : job);
    return job.id;
  };
  const publishing = before.find((job) => job.kind === 'publish' && job.status !== 'done');
  const publish = invoice.publishedAt !== '' ? null : (publishing?.id ?? add('publish'));
  const same = before.find(
    (job) => job.kind === 'email' && isOpen(job) && !job.accepted && job.to === request.to && job.mode === request.mode,
  );
  const email = request.mode === null ? null : (same?.id ?? add('email'));
  await db.jobs.bulkInsert(fresh);
  if (publishing?.status === 'failed') await requeue(db, publishing.id, request.at);
  return { publish, email };
}

/** The jobs that tell the relay whether a link still asks for money. */
const statusKinds: ReadonlySet<JobDocument['kind']> = new Set(['void', 'settle', 'reinstate']);

/**
 * Queues word of whether an invoice that is out (or on its way) still asks for money, and what part of it is settled
 * otherwise; the last word replaces any that has not been passed on.
 *
 * @returns Whether it was queued: not for an invoice that no relay has.
 */
export async function enqueueLinkStatus(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  { kind, share, at }: { readonly kind: 'void' | 'settle' | 'reinstate'; readonly share: string; readonly at: string },
): Promise<boolean> {
  const before = await jobsOf(db, invoice.id);
  const id = `${kind}-${invoice.id.slice(0, 32)}-${Date.parse(at).toString(36)}${markOf(share)}`;
  const stale = before.filter((job) => statusKinds.has(job.kind) && job.status !== 'done' && job.id !== id);
  await db.jobs.bulkRemove(stale.map((job) => job.id));
  const isOut = invoice.publishedAt !== '' || before.some((job) => job.kind === 'publish' && isOpen(job));
  if (isOut) await db.jobs.insertIfNotExists(newJob(id, invoice.id, kind, nextPlace(before), at));
  return isOut;
}

/**
 * Queues the owner's word on a transfer for the relay; the last word replaces any that has not been passed on. It waits
 * for the publication of the invoice that it concerns, if any.
 *
 * @param cause Why it is told once more, where nothing new was said: the id of a publication that lets the relay
 *   know another of its parts, or the place of a relay that has lost its memory. Each is a job of its own,
 *   whatever was done before.
 */
export async function enqueueAssignment(db: EngineDatabase, word: AdjustmentDocument, cause = ''): Promise<void> {
  const invoiceId = word.assignment?.parts[0]?.invoiceId ?? '';
  const { id: subject, updatedAt } = word;
  const id = `assign-${subject.slice(-32)}-${Date.parse(updatedAt).toString(36)}${markOf(cause)}`;
  const unsent = { $in: ['queued', 'waiting', 'running', 'failed'] as JobDocument['status'][] };
  const stale = await db.jobs.find({ selector: { status: unsent, kind: 'assign', subject } }).exec();
  await db.jobs.bulkRemove(stale.filter((job) => job.id !== id).map((job) => job.id));
  const place = nextPlace(await jobsOf(db, invoiceId));
  await db.jobs.insertIfNotExists({ ...newJob(id, invoiceId, 'assign', place, updatedAt), subject });
}

/** Queues an invoice's publication once more, and its status after it; once for each `mark` (16 hex digits). */
export async function enqueueAgain(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  status: 'void' | 'settle' | 'reinstate' | null,
  mark: string,
  at: string,
): Promise<void> {
  const before = await jobsOf(db, invoice.id);
  const kinds = ['publish' as const, ...(status === null ? [] : [status])];
  for (const [index, kind] of kinds.entries()) {
    const id = `${kind}-${invoice.id.slice(0, 32)}-${mark}`;
    await db.jobs.insertIfNotExists(newJob(id, invoice.id, kind, nextPlace(before) + index, at));
  }
}

/**
 * Takes back what has not left yet: a void invoice is neither published nor emailed. A publication that was
 * tried may be out, if only the answer was lost: it is tried again, and the relay is told behind it that the
 * link asks for nothing.
 */
export async function discardUnsent(db: EngineDatabase, invoiceId: string): Promise<void> {
  const unsent = (await jobsOf(db, invoiceId)).filter(
    ({ kind, status, accepted, lease }) =>
      (kind === 'publish' && (lease === '' || status === 'failed') && status !== 'done') ||
      (kind === 'email' && status !== 'done' && status !== 'running' && !accepted),
  );
  await db.jobs.bulkRemove(unsent.map((job) => job.id));
}

/** Makes a job due at once, whatever became of it before. */
export async function requeue(db: EngineDatabase, id: string, at: string): Promise<void> {
  const job = await db.jobs.findOne(id).exec();
  await job?.incrementalPatch({
    status: 'queued',
    nextAttemptAt: '',
    attempts: 0,
    problem: null,
    updatedAt: at,
  });
}

/** The jobs of an invoice on this device, in order of their places. */
export async function jobsOf(db: EngineDatabase, invoiceId: string): Promise<JobDocument[]> {
  const found = await db.jobs.find({ selector: { invoiceId }, sort: [{ invoiceId: 'asc' }, { place: 'asc' }] }).exec();
  return found.map((document) => document.toMutableJSON());
}

/** Behind every job that is there; their number would not do, because old ones are removed. */
export function nextPlace(jobs: readonly JobDocument[]): number {
  return Math.max(-1, ...jobs.map((job) => job.place)) + 1;
}

/** Whether a job is still to be done. */
export function isOpen({ status }: JobDocument): boolean {
  return status !== 'done' && status !== 'failed';
}

/** A few digits that tell jobs apart which are alike in all else: "-1f0c9ab2", empty for nothing. */
function markOf(text: string): string {
  return text === '' ? '' : `-${bytesToHex(sha256(utf8ToBytes(text)).slice(0, 4))}`;
}

/** A job that is queued from now on, about nothing but its invoice. */
export function newJob(
  id: string,
  invoiceId: string,
  kind: JobDocument['kind'],
  place: number,
  at: string,
): JobDocument {
  return {
    id,
    invoiceId,
    subject: '',
    kind,
    status: 'queued',
    place,
    attempts: 0,
    nextAttemptAt: '',
    lease: '',
    problem: null,
    createdAt: at,
    updatedAt: at,
    to: '',
    mode: 'link',
    messageId: '',
    accepted: false,
  };
}
