import { toBase64url } from '../../../shared/sealing/base64url.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { InvoiceDocument, JobDocument } from '../database/documents.ts';
import { recordMailState } from '../ledger/record-mail-state.ts';
import { retryAt } from './job-outcome.ts';
import { composeMail } from './compose-mail.ts';
import { done, type JobChange, type JobTools } from './job-tools.ts';

/**
 * Hands an email to the relay under the job's id, or asks what became of one that it holds. The relay's events tell the
 * same; asking is for a relay whose events were lost with its backup.
 */
export async function runEmail(
  tools: JobTools,
  invoice: InvoiceDocument,
  job: JobDocument,
): Promise<Result<JobChange>> {
  return job.accepted ? askAgain(tools, job) : handOver(tools, invoice, job);
}

async function handOver(tools: JobTools, invoice: InvoiceDocument, job: JobDocument): Promise<Result<JobChange>> {
  if (invoice.publishedAt === '')
    return fail('invoice.not-published', 'The email waits until the invoice is published.', { retryable: true });
  const mail = await composeMail(tools, invoice, job);
  if (!mail.ok) return mail;
  // What it was to say is true no more.
  if (mail.value === null) return ok(done(tools.now()));
  const { pdf } = mail.value;
  const { fromName, replyTo, subject, html, text } = mail.value.letter;
  const answer = await tools.client.call('createMail', {
    body: {
      id: job.id,
      linkId: invoice.linkId,
      to: job.to,
      ...(replyTo ? { replyTo } : {}),
      fromName,
      subject,
      html,
      text,
      attachments: pdf
        ? [{ filename: pdf.filename, contentType: 'application/pdf', content: toBase64url(pdf.content) }]
        : [],
    },
  });
  if (!answer.ok) return answer;
  const { messageId } = answer.value;
  const at = tools.now();
  return ok((current) =>
    // The relay's event can be quicker than its answer.
    current.status === 'done' || current.status === 'failed'
      ? current
      : {
          ...current,
          status: 'running',
          accepted: true,
          messageId,
          problem: null,
          lease: '',
          attempts: 0,
          nextAttemptAt: retryAt(at, 3),
          updatedAt: at.toISOString(),
        },
  );
}

async function askAgain(tools: JobTools, job: JobDocument): Promise<Result<JobChange>> {
  const answer = await tools.client.call('getMail', { params: { id: job.id } });
  if (!answer.ok) return answer;
  const at = tools.now();
  await recordMailState(tools.db, answer.value, at.toISOString());
  if (answer.value.status !== 'queued') return ok((current) => current);
  return ok((current) => ({
    ...current,
    status: 'running',
    attempts: current.attempts + 1,
    nextAttemptAt: retryAt(at, current.attempts + 3),
  }));
}
