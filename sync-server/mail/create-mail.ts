import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { createMail as createMailOperation, MailState } from '../../shared/relay-api/mail.ts';
import { ok } from '../../shared/result.ts';
import type { Caller } from '../accounts/sessions.ts';
import { appendEvents } from '../events/append-events.ts';
import { refuse, type Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import type { RelaySchema } from '../storage/schema.ts';
import { takeQuota } from '../storage/take-quota.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';

/** A message as the client gives it, and as it is kept until the mail server has accepted it. */
export type MailRequest = z.output<(typeof createMailOperation)['body']>;
type MailRow = Selectable<RelaySchema['mail_jobs']>;
type Queued = { id: string; messageId: string; status: MailState['status'] };

// One mailbox: no list, no display name, no route. What is behind it is the mail server's to say. RFC
// 5321, section 4.1.2.
const mailbox = /^[^\s@,;:<>()[\]"\\]{1,64}@[^\s@,;:<>()[\]"\\]{1,255}$/u;

/** Queues an email; the same id again answers with the first job. */
export async function createMail(context: RelayContext, caller: Caller, request: MailRequest): Promise<Answer<Queued>> {
  const { mail } = context.config;
  if (!mail)
    return refuse(
      503,
      'mail.not-configured',
      'This relay sends no email: its operator has set no mail server (SMTP_URL). Send the link yourself.',
    );
  for (const field of ['to', 'replyTo'] as const) {
    const address = request[field];
    if (address !== undefined && !mailbox.test(address))
      return refuse(
        422,
        'mail.bad-address',
        `"${address}" is not one email address. Give one, like name@example.com.`,
        { path: [field] },
      );
  }
  const queued = await transact(context.database.kysely, (trx) => queue(context, trx, caller, request, mail.from));
  if (queued.ok) await context.hub.publish([{ type: 'mail' }]);
  return queued;
}

async function queue(
  context: RelayContext,
  trx: RelayTransaction,
  caller: Caller,
  request: MailRequest,
  from: string,
): Promise<Answer<Queued>> {
  const { account } = caller;
  const known = await findJob(trx, account, request.id);
  if (known) return ok({ id: known.id, messageId: known.message_id, status: known.status });
  const link = await trx
    .selectFrom('links')
    .select('id')
    .where('id', '=', request.linkId)
    .where('account', '=', account)
    .executeTakeFirst();
  if (!link)
    return refuse(
      409,
      'mail.link-unknown',
      'The invoice of this email is not published here yet. Publish its link first.',
      { retryable: true },
    );
  const now = context.now();
  const quota = await takeQuota(trx, {
    scope: `account:${account}`,
    kind: 'mails',
    limit: context.config.limits.mailsPerDay,
    now,
  });
  if (!quota.ok) return quota;
  // Made once and kept with the job: every attempt carries the same Message-ID, so a receiver can tell a repetition.
  const messageId = `<${randomBytes(16).toString('hex')}@${from.slice(from.lastIndexOf('@') + 1)}>`;
  await trx
    .insertInto('mail_jobs')
    .values({
      account,
      id: request.id,
      link_id: request.linkId,
      status: 'queued',
      message_id: messageId,
      next_attempt_at: now,
      lease_owner: null,
      lease_until: null,
      last_error: null,
      sent_at: null,
      created_at: now,
      content: JSON.stringify(request),
    })
    .execute();
  return ok({ id: request.id, messageId, status: 'queued' });
}

/** How a job stands. */
export async function getMail(context: RelayContext, caller: Caller, id: string): Promise<Answer<MailState>> {
  const job = await findJob(context.database.kysely, caller.account, id);
  return job ? ok(toMailState(job)) : unknownMail();
}

/** Queues a failed job anew; one that is queued or sent stays as it is. */
export async function retryMail(context: RelayContext, caller: Caller, id: string): Promise<Answer<MailState>> {
  const now = context.now();
  const answer = await transact(context.database.kysely, async (trx): Promise<Answer<MailState>> => {
    await trx
      .updateTable('mail_jobs')
      .set({ status: 'queued', attempts: 0, next_attempt_at: now, lease_owner: null, lease_until: null })
      .where('account', '=', caller.account)
      .where('id', '=', id)
      .where('status', '=', 'failed')
      .execute();
    const job = await findJob(trx, caller.account, id);
    if (!job) return unknownMail();
    const mail = toMailState(job);
    if (job.status === 'queued')
      await appendEvents(trx, caller.account, [{ type: 'mail', linkId: job.link_id, mail }], now);
    return ok(mail);
  });
  if (answer.ok) await context.hub.publish([{ type: 'mail' }]);
  return answer;
}

/** A job without its content, as its owner sees it. */
export function toMailState(job: Omit<MailRow, 'content'>): MailState {
  return {
    id: job.id,
    linkId: job.link_id,
    status: job.status,
    messageId: job.message_id,
    attempts: job.attempts,
    nextAttemptAt:
      job.status === 'queued' && job.next_attempt_at !== null ? new Date(job.next_attempt_at).toISOString() : null,
    lastError: job.last_error,
    sentAt: job.sent_at === null ? null : new Date(job.sent_at).toISOString(),
  };
}

function findJob(db: RelayContext['database']['kysely'], account: string, id: string) {
  return db
    .selectFrom('mail_jobs')
    .select([
      'account',
      'id',
      'link_id',
      'status',
      'message_id',
      'attempts',
      'next_attempt_at',
      'lease_owner',
      'lease_until',
      'last_error',
      'sent_at',
      'created_at',
    ])
    .where('account', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
}

function unknownMail() {
  return refuse(404, 'mail.unknown', 'There is no email with this id.');
}
