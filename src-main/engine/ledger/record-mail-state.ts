import type { z } from 'zod';
import type { mailStateSchema } from '../../../shared/relay-api/mail.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { paperOfMail, paperWords } from '../courier/paper-mail.ts';
import { invoiceOfLink } from './settle-invoice.ts';
import { addToTimeline } from './timeline.ts';

type MailState = z.infer<typeof mailStateSchema>;

/**
 * Takes the relay's word on an email: its job (where this device has it) is done or failed, the history says so, and
 * the invoice knows that its letter went out. Idempotent; an older word after a newer one changes nothing. What kind of
 * email it is says its id, for another device may have queued it.
 */
export async function recordMailState(db: EngineDatabase, mail: MailState, at: string): Promise<void> {
  const job = await db.jobs.findOne(mail.id).exec();
  const invoice = await invoiceOfLink(db, mail.linkId);
  const to = job?.to ? ` to ${job.to}` : '';
  const paper = paperOfMail(mail.id);
  const what = paper === null ? 'email' : paperWords[paper];
  if (invoice && mail.status === 'sent') {
    const when = mail.sentAt ?? at;
    const detail = `The ${what}${to} was accepted by the mail server.`;
    const kind = paper === 'receipt' ? 'receipt-sent' : 'email-sent';
    await addToTimeline(db, [{ invoiceId: invoice.id, kind, occasion: mail.id, at: when, detail }]);
    if (invoice.emailedAt === '' && paper === null) await markEmailed(db, invoice.id, when);
  }
  if (invoice && mail.status === 'failed') {
    const detail = `The ${what}${to} was not delivered: ${mail.lastError ?? 'the mail server refused it'}.`;
    const occasion = `${mail.id}/${mail.attempts}`;
    await addToTimeline(db, [{ invoiceId: invoice.id, kind: 'email-failed', occasion, at, detail }]);
  }
  if (job && job.status !== 'done') await job.incrementalModify((current) => ({ ...current, ...jobChange(mail, at) }));
}

function jobChange(mail: MailState, at: string) {
  const base = { accepted: true, messageId: mail.messageId, updatedAt: at, lease: '' };
  if (mail.status === 'sent') return { ...base, status: 'done' as const, problem: null, nextAttemptAt: '' };
  const says = mail.lastError ?? 'it gave no reason';
  if (mail.status === 'failed') {
    const message = `The mail server refused this email: ${says}. Check the address, then try again.`;
    const problem = { code: 'mail.refused', message, retryable: false };
    return { ...base, status: 'failed' as const, problem, nextAttemptAt: '' };
  }
  if (mail.lastError === null) return { ...base, status: 'running' as const, problem: null };
  const problem = {
    code: 'mail.deferred',
    message: `The relay tries this email again by itself: ${says}.`,
    retryable: true,
  };
  return { ...base, status: 'running' as const, problem };
}

async function markEmailed(db: EngineDatabase, invoiceId: string, at: string): Promise<void> {
  const document = await db.invoices.findOne(invoiceId).exec();
  await document?.incrementalPatch({ emailedAt: at });
}
