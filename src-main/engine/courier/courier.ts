import type { Subscription } from 'rxjs';
import type { RelayClient } from '../../../shared/relay-api/relay-client.ts';
import { fail } from '../../../shared/result.ts';
import type { RelaySession } from '../sync/relay-session.ts';
import type { JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { coalesce } from '../sync/coalesce.ts';
import { pruneJobs } from './prune-jobs.ts';
import { nextAttempt, settleFailure } from './job-outcome.ts';
import type { JobTools } from './job-tools.ts';
import { runJob } from './run-job.ts';

/** Carries what is queued to the relay: in order for each invoice, again after failures, never two runs of one job. */
export interface Courier {
  /** Something was queued, or the connection is back: look at the queue soon. */
  wake(): void;
  /** Follows a session from now on; null while there is none. */
  use(session: RelaySession | null): void;
  stop(): Promise<void>;
}

/** Most jobs that run at the same time. */
const mostAtOnce = 3;
/** Milliseconds between removals of what was done long ago. */
const pruneEvery = 6 * 3_600_000;
/** Milliseconds until the queue is looked at again after the database failed. */
const afterTrouble = 5_000;

/**
 * Starts the courier on its queue. The data folder's lock makes this the only one, so a job that was running when the
 * last one died is simply queued again: the relay recognises what it has by the job's id or the link's.
 */
export async function startCourier(
  db: EngineDatabase,
  options: EngineOptions,
  tools: Omit<JobTools, 'client'>,
): Promise<Courier> {
  await releaseInterrupted(db);
  await pruneJobs(db, options.now());
  const pruning = setInterval(() => void pruneJobs(db, options.now()).catch(troubled), pruneEvery);
  let session: RelaySession | null = null;
  let following: Subscription | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const stopping = new AbortController();

  const runOnce = async (): Promise<void> => {
    clearTimeout(timer);
    if (stopped || session?.connection$.value.status !== 'online') return;
    const open = await openJobs(db);
    const now = options.now().toISOString();
    const due = dueJobs(open, now).slice(0, mostAtOnce);
    const jobTools: JobTools = { ...tools, client: abortable(session.client, stopping.signal) };
    await Promise.all(due.map((job) => attempt(db, options, jobTools, job)));
    if (due.length > 0) return void queueMicrotask(wake);
    const next = nextAttempt(open);
    if (next && !stopped) timer = setTimeout(wake, Math.max(50, next - options.now().getTime()));
  };
  const troubled = (error: unknown): void => {
    // A full disk, say: what was queued is still queued.
    options.log.error('the courier could not go on', { error: String(error) });
    if (!stopped) timer = setTimeout(wake, afterTrouble);
  };
  const run = coalesce(() => runOnce().catch(troubled));
  const wake = (): void => {
    if (!stopped) void run();
  };
  // Jobs come from commands, and from whatever the ledger learns.
  const queued = db.jobs.eventBulks$.subscribe(({ events }) => {
    if (events.some(({ operation }) => operation === 'INSERT')) wake();
  });
  return {
    wake,
    use(next) {
      following?.unsubscribe();
      session = next;
      following = next?.connection$.subscribe(({ status }) => {
        if (status !== 'online') return;
        retryUnreached(db).then(wake, troubled);
      });
    },
    async stop() {
      stopped = true;
      stopping.abort();
      following?.unsubscribe();
      queued.unsubscribe();
      clearTimeout(timer);
      clearInterval(pruning);
      await run();
    },
  };
}

/** The same client, with every call given up when the courier stops. */
function abortable(client: RelayClient, signal: AbortSignal): RelayClient {
  return { call: (name, input) => client.call(name, input, signal) };
}

async function attempt(db: EngineDatabase, options: EngineOptions, tools: JobTools, job: JobDocument): Promise<void> {
  const document = await db.jobs.findOne(job.id).exec();
  if (!document) return;
  const startedAt = options.now();
  const lease = new Date(startedAt.getTime() + 120_000).toISOString();
  await document.incrementalPatch({ status: 'running', lease, updatedAt: startedAt.toISOString() });
  const result = await runSafely(options, tools, job);
  const at = options.now();
  if (!result.ok) options.log.warn('a job did not get through', { kind: job.kind, code: result.problem.code });
  await document
    .getLatest()
    .incrementalModify((current) => (result.ok ? result.value(current) : settleFailure(current, result.problem, at)));
}

/** A job that throws is a bug; it waits its turn like any that failed, so that it holds nothing else up. */
async function runSafely(options: EngineOptions, tools: JobTools, job: JobDocument): ReturnType<typeof runJob> {
  try {
    return await runJob(tools, job);
  } catch (error) {
    options.log.error('a job failed by a bug', { kind: job.kind, error: String(error) });
    return fail(
      'engine.bug',
      'Something went wrong inside Quittance. It is tried again by itself; the log says more.',
      {
        retryable: true,
      },
    );
  }
}

/** One job at a time for each invoice, in order of its place; what only waits for delivery holds nothing up. */
function dueJobs(open: readonly JobDocument[], now: string): JobDocument[] {
  const busy = new Set<string>();
  const due: JobDocument[] = [];
  for (const job of open) {
    if (busy.has(job.invoiceId)) continue;
    if (job.nextAttemptAt <= now) due.push(job);
    if (!job.accepted) busy.add(job.invoiceId);
  }
  return due;
}

async function openJobs(db: EngineDatabase): Promise<JobDocument[]> {
  const found = await db.jobs.find({ selector: { status: { $in: ['queued', 'waiting', 'running'] } } }).exec();
  return found
    .map((document) => document.toMutableJSON())
    .sort((a, b) => a.place - b.place || (a.createdAt < b.createdAt ? -1 : 1));
}

async function releaseInterrupted(db: EngineDatabase): Promise<void> {
  const interrupted = await db.jobs.find({ selector: { status: 'running' } }).exec();
  for (const job of interrupted) {
    if (!job.accepted) await job.incrementalPatch({ status: 'queued' });
  }
}

/** What failed only because nobody answered is due now that somebody does. */
async function retryUnreached(db: EngineDatabase): Promise<void> {
  const waiting = await db.jobs.find({ selector: { status: 'waiting' } }).exec();
  for (const job of waiting) {
    if (job.problem?.code.startsWith('relay.')) await job.incrementalPatch({ status: 'queued', nextAttemptAt: '' });
  }
}
