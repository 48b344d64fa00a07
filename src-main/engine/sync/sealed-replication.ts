import type { RxCollection, RxReplicationWriteToMasterRow, WithDeleted } from 'rxdb';
import { replicateRxCollection, type RxReplicationState } from 'rxdb/plugins/replication';
import { Subject } from 'rxjs';
import type { Checkpoint } from '../../../shared/relay-api/common.ts';
import {
  feedPageLimit,
  pushBodyLimit,
  type PushOutcome,
  type PushRow,
  type SealedRow,
} from '../../../shared/relay-api/feed.ts';
import type { RelayClient } from '../../../shared/relay-api/relay-client.ts';
import type { Problem, Result } from '../../../shared/result.ts';
import { completeDocument } from '../database/complete-document.ts';
import type { SyncedDocument } from '../database/documents.ts';
import type { EngineDocuments } from '../database/engine-database.ts';

/** Turns documents of one collection into sealed rows and back; see shared/sealing for the envelope. */
export interface DocumentSealer {
  /** The collection's keyed hash. */
  readonly collection: string;
  hashId(id: string): string;
  seal(document: { readonly id: string; readonly rev: string; readonly json: string }): string;
  open(row: SealedRow): Result<{ readonly json: string }>;
}

/**
 * A document that would not open (`unreadable`), or that the relay would not take (`refused`: it is whole, and on this
 * device alone): shown to the owner, never thrown away.
 */
export interface QuarantinedRow {
  readonly cause: 'unreadable' | 'refused';
  readonly collection: string;
  readonly hashedId: string;
  readonly rev: string;
  readonly reason: string;
}

/** What the replication of one collection needs. `epoch` is the relay's: another epoch is another replication. */
export interface SealedReplicationOptions<Doc extends SyncedDocument> {
  readonly collection: RxCollection<Doc>;
  readonly sealer: DocumentSealer;
  readonly client: RelayClient;
  readonly origin: string;
  readonly epoch: string;
  readonly idOf: (document: Doc) => string;
  readonly quarantine: (row: QuarantinedRow) => Promise<void>;
  /** Told of every document that opens: what was set aside under this hashed id has been mended. */
  readonly release: (hashedId: string) => Promise<void>;
}

/** A running replication: `pull()` asks the relay again; `state` is RxDB's own. */
export interface SealedReplication<Doc> {
  readonly state: RxReplicationState<Doc, Checkpoint>;
  pull(): void;
}

/**
 * Replicates a collection with the relay's sealed feed, by the five sync rules:
 *
 * 1. sealing and opening happen here, in the handlers, never in RxDB's modifiers;
 * 2. a document that will not open is quarantined, never thrown;
 * 3. versions are told apart by their random `rev`, never by ciphertext;
 * 4. a pull hands RxDB exactly the asked number of documents whenever more exist: rows lost to quarantine are replaced
 *    by reading on, for a short page would end the pull;
 * 5. one bad row never fails its batch.
 *
 * The relay's epoch is part of the replication's identity: a relay that came back from a backup is pushed to anew.
 */
export function replicateSealed<Doc extends SyncedDocument>(
  options: SealedReplicationOptions<Doc>,
): SealedReplication<Doc> {
  const stream$ = new Subject<'RESYNC'>();
  const state = replicateRxCollection<Doc, Checkpoint>({
    replicationIdentifier: `quittance:${options.origin}:${options.epoch}`,
    collection: options.collection,
    live: true,
    waitForLeadership: false,
    retryTime: 2_000,
    push: { batchSize: 50, handler: (rows) => pushRows(options, rows) },
    pull: { batchSize: 100, stream$, handler: (checkpoint, limit) => pullPage(options, checkpoint, limit) },
  });
  return { state, pull: () => stream$.next('RESYNC') };
}

/** Rounds of one push: one, and one more over each damaged row that is met on the way. */
const mostRounds = 3;

async function pushRows<Doc extends SyncedDocument>(
  options: SealedReplicationOptions<Doc>,
  rows: RxReplicationWriteToMasterRow<Doc>[],
): Promise<WithDeleted<Doc>[]> {
  const conflicts: WithDeleted<Doc>[] = [];
  let retry: Problem | null = null;
  let sealed = rows.map((row) => sealRow(options, row));
  for (let round = 0; sealed.length > 0; round += 1) {
    if (round === mostRounds) throw new Error('feed.damaged: The relay answers with documents that will not open.');
    const outcomes = await push(options.client, sealed);
    const again: PushRow[] = [];
    for (const outcome of outcomes) {
      if (outcome.outcome === 'conflict') {
        const document = await openRow(options, outcome.current);
        if (document) conflicts.push(document);
        else again.push(...over(sealed, outcome.current));
      } else if (outcome.outcome === 'rejected') retry = (await rejected(options, outcome, sealed)) ?? retry;
    }
    sealed = again;
  }
  // The rows that were stored are recognised by their rev when the batch comes again.
  if (retry) throw asError(retry);
  return conflicts;
}

/** Sends rows in as many calls as their size asks for, one after another. */
async function push(client: RelayClient, sealed: readonly PushRow[]): Promise<PushOutcome[]> {
  const outcomes: PushOutcome[] = [];
  for (const rows of parcels(sealed)) {
    const answer = await client.call('pushFeed', { body: { rows } });
    if (!answer.ok) throw asError(answer.problem);
    outcomes.push(...answer.value.outcomes);
  }
  return outcomes;
}

/** Cuts rows into runs that fit in one call; the names and the JSON around each are far less than a kilobyte. */
function parcels(sealed: readonly PushRow[]): PushRow[][] {
  const runs: PushRow[][] = [];
  let room = 0;
  for (const row of sealed) {
    const size = row.sealed.length + 1_000;
    const run = runs.at(-1);
    if (run && size <= room) run.push(row);
    else {
      runs.push([row]);
      room = pushBodyLimit - 1_000;
    }
    room -= size;
  }
  return runs;
}

/**
 * What nobody can open is no version to merge with: it has been set aside, and the document that opens takes its place.
 */
function over(sealed: readonly PushRow[], damaged: SealedRow): PushRow[] {
  return sealed.filter((row) => row.id === damaged.id).map((row) => ({ ...row, assumedRev: damaged.rev }));
}

/** Sets a row aside that the relay will never take; answers the problem where a retry can help. */
async function rejected<Doc extends SyncedDocument>(
  options: SealedReplicationOptions<Doc>,
  outcome: Extract<PushOutcome, { outcome: 'rejected' }>,
  sealed: readonly PushRow[],
): Promise<Problem | null> {
  if (outcome.retryable) return { code: outcome.code, message: outcome.message, retryable: true };
  const rev = sealed.find((row) => row.id === outcome.id)?.rev ?? '';
  await options.quarantine({
    cause: 'refused',
    collection: options.collection.name,
    hashedId: outcome.id,
    rev,
    reason: `The relay would not take this document: ${outcome.message}`,
  });
  return null;
}

async function pullPage<Doc extends SyncedDocument>(
  options: SealedReplicationOptions<Doc>,
  from: Checkpoint | undefined,
  limit: number,
): Promise<{ documents: WithDeleted<Doc>[]; checkpoint: Checkpoint }> {
  const documents: WithDeleted<Doc>[] = [];
  let checkpoint: Checkpoint = from ?? { epoch: options.epoch, seq: 0 };
  while (documents.length < limit) {
    const wanted = Math.min(limit - documents.length, feedPageLimit);
    const page = await options.client.call('pullFeed', {
      query: { collection: options.sealer.collection, epoch: checkpoint.epoch, seq: checkpoint.seq, limit: wanted },
    });
    if (!page.ok) throw asError(page.problem);
    for (const row of page.value.rows) {
      const document = await openRow(options, row);
      if (document) documents.push(document);
    }
    checkpoint = page.value.checkpoint;
    if (page.value.rows.length < wanted) break;
  }
  return { documents, checkpoint };
}

function sealRow<Doc extends SyncedDocument>(
  options: SealedReplicationOptions<Doc>,
  row: RxReplicationWriteToMasterRow<Doc>,
): PushRow {
  const document = row.newDocumentState as WithDeleted<Doc>;
  const id = options.idOf(document);
  return {
    collection: options.sealer.collection,
    id: options.sealer.hashId(id),
    rev: document.rev,
    assumedRev: row.assumedMasterState?.rev ?? null,
    sealed: options.sealer.seal({ id, rev: document.rev, json: JSON.stringify(document) }),
  };
}

async function openRow<Doc extends SyncedDocument>(
  options: SealedReplicationOptions<Doc>,
  row: SealedRow,
): Promise<WithDeleted<Doc> | null> {
  const opened = options.sealer.open(row);
  const document = opened.ok ? parseDocument<Doc>(opened.value.json, row.rev) : null;
  if (document) {
    await options.release(row.id);
    return completeDocument(options.collection.name as keyof EngineDocuments, document);
  }
  await options.quarantine({
    cause: 'unreadable',
    collection: options.collection.name,
    hashedId: row.id,
    rev: row.rev,
    reason: opened.ok ? 'The document opened, but it is not one of ours.' : opened.problem.message,
  });
  return null;
}

function parseDocument<Doc>(json: string, rev: string): WithDeleted<Doc> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isDocument<Doc>(value, rev) ? value : null;
  } catch {
    return null;
  }
}

/**
 * A document is what carries the very `rev` that it was filed under; all else was checked by the device that sealed it.
 */
function isDocument<Doc>(value: unknown, rev: string): value is WithDeleted<Doc> {
  return typeof value === 'object' && value !== null && 'rev' in value && value.rev === rev && '_deleted' in value;
}

function asError(problem: Problem): Error {
  return new Error(`${problem.code}: ${problem.message}`);
}
