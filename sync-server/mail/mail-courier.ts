import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { backoffWait } from '../../shared/backoff-wait.ts';
import { appendEvents } from '../events/append-events.ts';
import type { HubSignal } from '../hub/hub.ts';
import { pause } from '../pause.ts';
import type { RelayContext } from '../relay-context.ts';
import type { RelaySchema } from '../storage/schema.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { toMailState, type MailRequest } from './create-mail.ts';
import type { Delivery, MailSender } from './smtp-sender.ts';

/** How the courier waits. */
export interface MailCourierOptions {
  /** Wait after the first failure; it doubles with each, up to an hour, and up to half of it is left to chance. */
  readonly firstWaitMilliseconds?: number;
  /** Longer than any attempt can take: nodemailer's own limits add up to less. */
  readonly leaseMilliseconds?: number;
  readonly random?: () => number;
}

/** Sends queued mail until it is stopped. */
export interface MailCourier {
  /** Waits for attempts that are under way. */
  stop(): Promise<void>;
}

type Job = Selectable<RelaySchema['mail_jobs']>;

const workers = 3;
const mostAttempts = 15;
const longestWait = 3_600_000;
const pollMilliseconds = 5_000;

/**
 * Starts the relay's mail outbox. A job is leased in one transaction and settled in another together with its event, so
 * a process that dies between leaves a lease that runs out: the message is then sent again with the same Message-ID,
 * the only repetition there can be. Several processes share the work (FOR UPDATE SKIP LOCKED on PostgreSQL).
 */
export async function startMailCourier(
  context: RelayContext,
  sender: MailSender,
  options: MailCourierOptions = {},
): Promise<MailCourier> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake = Promise.withResolvers<void>();
  const unsubscribe = context.hub.subscribe(
    (told) => (told.type === 'mail' || told.type === 'missed') && wake.resolve(),
  );
  // On SQLite no other process can hold a lease: those there are were left by one that died.
  if (context.database.engine === 'sqlite')
    await context.database.kysely
      .updateTable('mail_jobs')
      .set({ lease_owner: null, lease_until: null })
      .where('status', '=', 'queued')
      .execute();

  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const pending = wake;
      try {
        const job = await leaseJob(context, options);
        if (job) {
          await deliver(context, sender, job, options);
          continue;
        }
      } catch (error) {
        context.log.error({ err: error }, 'the mail outbox stumbled; it goes on');
      }
      const wait = Math.min(pollMilliseconds, await untilNext(context));
      await Promise.race([pending.promise, pause(wait, signal)]);
      if (pending === wake) wake = Promise.withResolvers<void>();
    }
  };
  const running = Array.from({ length: workers }, work);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      unsubscribe();
      sender.close();
    },
  };
}

async function leaseJob(context: RelayContext, options: MailCourierOptions): Promise<Job | null> {
  const now = context.now();
  const { kysely, engine } = context.database;
  return transact(kysely, async (trx) => {
    let due = trx
      .selectFrom('mail_jobs')
      .selectAll()
      .where('status', '=', 'queued')
      .where('next_attempt_at', '<=', now)
      .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]))
      .orderBy('next_attempt_at')
      .limit(1);
    if (engine === 'postgres') due = due.forUpdate().skipLocked();
    const job = await due.executeTakeFirst();
    if (!job) return null;
    const lease = {
      lease_owner: randomBytes(9).toString('base64url'),
      lease_until: now + (options.leaseMilliseconds ?? 300_000),
      attempts: job.attempts + 1,
    };
    await trx.updateTable('mail_jobs').set(lease).where('account', '=', job.account).where('id', '=', job.id).execute();
    return { ...job, ...lease };
  });
}

async function deliver(
  context: RelayContext,
  sender: MailSender,
  job: Job,
  options: MailCourierOptions,
): Promise<void> {
  const delivery: Delivery =
    job.content === null
      ? { outcome: 'refused', error: 'The content of this email is gone.' }
      : await sender.send(JSON.parse(job.content) as MailRequest, job.message_id);
  const signals = await transact(context.database.kysely, (trx) => settle(context, trx, job, delivery, options));
  await context.hub.publish(signals);
  const outcome = { messageId: job.message_id, outcome: delivery.outcome, attempts: job.attempts };
  // The server's own words can name the recipient: they are for the sender, not for the log.
  const reply = delivery.outcome === 'accepted' ? null : (/^\d{3}\b/.exec(delivery.error)?.[0] ?? 'no reply');
  context.log.info(reply === null ? outcome : { ...outcome, reply }, 'mail attempt');
}

async function settle(
  context: RelayContext,
  trx: RelayTransaction,
  job: Job,
  delivery: Delivery,
  options: MailCourierOptions,
): Promise<HubSignal[]> {
  const now = context.now();
  const settled = { ...job, ...changeAfter(job, delivery, now, options), lease_owner: null, lease_until: null };
  const { account, id, ...change } = settled;
  const done = await trx
    .updateTable('mail_jobs')
    .set(change)
    .where('account', '=', account)
    .where('id', '=', id)
    .where('lease_owner', '=', job.lease_owner)
    .executeTakeFirst();
  // Our lease ran out and another worker has the job: its word counts.
  if (done.numUpdatedRows === 0n) return [];
  return appendEvents(trx, account, [{ type: 'mail', linkId: job.link_id, mail: toMailState(settled) }], now);
}

function changeAfter(job: Job, delivery: Delivery, now: number, options: MailCourierOptions): Partial<Job> {
  if (delivery.outcome === 'accepted')
    return { status: 'sent', content: null, sent_at: now, next_attempt_at: null, last_error: null };
  if (delivery.outcome === 'refused' || job.attempts >= mostAttempts)
    return { status: 'failed', next_attempt_at: null, last_error: delivery.error };
  const { firstWaitMilliseconds: first = 15_000, random = Math.random } = options;
  const wait = backoffWait(job.attempts - 1, { first, most: longestWait, random });
  return { next_attempt_at: now + Math.round(wait), last_error: delivery.error };
}

/** Milliseconds until the next job is due. */
async function untilNext(context: RelayContext): Promise<number> {
  try {
    const next = await context.database.kysely
      .selectFrom('mail_jobs')
      .select((column) => column.fn.min('next_attempt_at').as('at'))
      .where('status', '=', 'queued')
      .where('lease_until', 'is', null)
      .executeTakeFirst();
    return next?.at == null ? pollMilliseconds : Math.max(Number(next.at) - context.now(), 20);
  } catch {
    return pollMilliseconds;
  }
}
