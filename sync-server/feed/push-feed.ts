import { readBySchema } from '../../shared/read-by-schema.ts';
import { pushRowSchema, type PushOutcome, type PushRow } from '../../shared/relay-api/feed.ts';
import type { Caller } from '../accounts/sessions.ts';
import type { RelayContext } from '../relay-context.ts';
import { transact, type Database, type RelayTransaction } from '../storage/transact.ts';

interface Written {
  readonly outcomes: PushOutcome[];
  /** The last number given out, or null when nothing was stored. */
  readonly seq: number | null;
}

/**
 * Writes sealed documents, each decided alone by its `rev`: a bad row is `rejected`, a row that somebody else changed
 * is a `conflict` with the present one, a repeated row is `stored` again. All good rows of a call are committed
 * together; the account's counter row is locked first, so readers see numbers without gaps that fill later.
 */
export async function pushFeed(context: RelayContext, caller: Caller, rows: readonly unknown[]) {
  const { kysely } = context.database;
  const work = (batch: readonly unknown[]): Promise<Written> =>
    transact(kysely, (trx) => writeRows(trx, caller.account, batch, context.config.limits.storage));
  let written: Written;
  try {
    written = await work(rows);
  } catch (error) {
    // One row that the database itself refuses must not fail the others: they are tried one by one.
    context.log.error({ err: error }, 'a push failed as a batch');
    written = await writeOneByOne(rows, work);
  }
  if (written.seq !== null)
    await context.hub.publish([
      { type: 'feed', account: caller.account, seq: written.seq, sessionId: caller.sessionId },
    ]);
  return { outcomes: written.outcomes };
}

async function writeOneByOne(rows: readonly unknown[], work: (batch: readonly unknown[]) => Promise<Written>) {
  const outcomes: PushOutcome[] = [];
  let seq: number | null = null;
  for (const row of rows) {
    try {
      const written = await work([row]);
      outcomes.push(...written.outcomes);
      seq = written.seq ?? seq;
    } catch {
      outcomes.push(reject(row, 'feed.not-stored', 'The relay could not store this row just now.', true));
    }
  }
  return { outcomes, seq };
}

async function writeRows(
  trx: RelayTransaction,
  account: string,
  rows: readonly unknown[],
  storageLimit: number,
): Promise<Written> {
  const place = await lockAccount(trx, account);
  const state = { seq: place.feed_seq, stored: place.stored };
  const outcomes: PushOutcome[] = [];
  for (const raw of rows) {
    const read = readBySchema(pushRowSchema, raw);
    outcomes.push(
      read.ok
        ? await writeRow(trx, account, read.value, state, storageLimit)
        : reject(raw, 'feed.bad-row', `This row is malformed: ${read.misfits[0].sentence}.`, false),
    );
  }
  if (state.seq === place.feed_seq) return { outcomes, seq: null };
  await trx
    .updateTable('accounts')
    .set({ feed_seq: state.seq, stored: state.stored })
    .where('key', '=', account)
    .execute();
  return { outcomes, seq: state.seq };
}

/** Reads the counters and keeps the account's row locked until the transaction ends. */
function lockAccount(trx: RelayTransaction, account: string) {
  return trx
    .updateTable('accounts')
    .set((column) => ({ feed_seq: column.ref('feed_seq') }))
    .where('key', '=', account)
    .returning(['feed_seq', 'stored'])
    .executeTakeFirstOrThrow();
}

/** What a row takes beside its sealed text, roughly: hashes, indexes. Without it, empty rows would be free. */
const rowOverhead = 400;

async function writeRow(
  trx: RelayTransaction,
  account: string,
  row: PushRow,
  state: { seq: number; stored: number },
  storageLimit: number,
): Promise<PushOutcome> {
  const current = await findRow(trx, account, row);
  if (current?.rev === row.rev) return { outcome: 'stored', id: row.id, seq: current.seq };
  if ((current?.rev ?? null) !== row.assumedRev && current) {
    const { seq: _, ...stored } = current;
    return { outcome: 'conflict', id: row.id, current: stored };
  }
  const growth = row.sealed.length - (current ? current.sealed.length : -rowOverhead);
  if (growth > 0 && state.stored + growth > storageLimit)
    return reject(
      row,
      'limit.storage',
      'This workspace has used up its storage on this relay. Ask its operator for more.',
      true,
    );
  state.seq += 1;
  state.stored += growth;
  const { collection, id, rev, sealed } = row;
  await trx
    .insertInto('feed_rows')
    .values({ account, collection, id, rev, sealed, seq: state.seq })
    .onConflict((conflict) =>
      conflict.columns(['account', 'collection', 'id']).doUpdateSet({ rev, sealed, seq: state.seq }),
    )
    .execute();
  return { outcome: 'stored', id, seq: state.seq };
}

function findRow(db: Database, account: string, row: PushRow) {
  return db
    .selectFrom('feed_rows')
    .select(['collection', 'id', 'rev', 'sealed', 'seq'])
    .where('account', '=', account)
    .where('collection', '=', row.collection)
    .where('id', '=', row.id)
    .executeTakeFirst();
}

function reject(row: unknown, code: string, message: string, retryable: boolean): PushOutcome {
  const id = typeof row === 'object' && row !== null && 'id' in row ? String(row.id).slice(0, 64) : '';
  return { outcome: 'rejected', id, code, message, retryable };
}
