import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { TimelineEntry } from '../../../shared/app-api/timeline-entry.ts';
import type { TimelineDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { StorageError } from '../storage/storage-error.ts';

/**
 * An entry to be. `occasion` tells entries of one kind apart (a payment's key, a job's id); empty
 * where there is one only.
 */
export interface TimelineNote {
  readonly invoiceId: string;
  readonly kind: TimelineEntry['kind'];
  readonly occasion: string;
  readonly at: string;
  readonly detail: string;
  readonly paymentKey?: string;
  readonly txHash?: string;
}

/**
 * Writes entries that are not there yet. The id is made of invoice, kind and occasion, so the same news told twice, or
 * by two devices, is one entry.
 */
export async function addToTimeline(db: EngineDatabase, notes: readonly TimelineNote[]): Promise<void> {
  const documents = new Map(notes.map((note) => [timelineId(note), toDocument(note)]));
  if (documents.size === 0) return;
  const known = await db.timeline.findByIds([...documents.keys()]).exec();
  const fresh = [...documents.values()].filter(({ id }) => !known.has(id));
  const { error } = await db.timeline.bulkInsert(fresh);
  const unexpected = error.find(({ status }) => status !== 409);
  if (unexpected) throw new StorageError('storage.disk', `The timeline could not be written (${unexpected.status}).`);
}

/** The id of an entry: `invoice.kind`, and with an occasion a part of its SHA-256 behind it. */
export function timelineId({
  invoiceId,
  kind,
  occasion,
}: Pick<TimelineNote, 'invoiceId' | 'kind' | 'occasion'>): string {
  if (occasion === '') return `${invoiceId}.${kind}`;
  return `${invoiceId}.${kind}.${bytesToHex(sha256(utf8ToBytes(occasion)).slice(0, 12))}`;
}

function toDocument(note: TimelineNote): TimelineDocument {
  const { invoiceId, kind, at, detail, paymentKey = null, txHash = null } = note;
  return { id: timelineId(note), rev: '', invoiceId, at, kind, detail, paymentKey, txHash };
}
