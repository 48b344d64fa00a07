import { ok, type Result } from '../../../shared/result.ts';
import type { AdjustmentDocument, JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { findWordTransfer } from '../ledger/owner-payments.ts';
import { done, type JobChange, type JobTools } from './job-tools.ts';

/**
 * Tells the relay the owner's word on a transfer as it is by now, under the key of the block that holds it now. Parts of
 * invoices that no relay has are left out: no page could show them. A relay that does not know the transfer, or a part's link,
 * yet is asked again.
 */
export async function runAssignment(tools: JobTools, job: JobDocument): Promise<Result<JobChange>> {
  const { db, client, now } = tools;
  const found = await db.adjustments.findOne(job.subject).exec();
  const word = found?.toMutableJSON();
  if (!word?.transfer) return ok(done(now()));
  const standing = await findWordTransfer(db, word);
  const key = standing?.payment.key ?? word.transfer.key;
  const parts = word.undone ? null : await publishedParts(db, word);
  const answer = await client.call('putAssignment', { body: { key, parts } });
  if (answer.ok) return ok(done(now()));
  const isEarly = /^assignment\.unknown-(transfer|link)$/.test(answer.problem.code);
  return isEarly ? { ok: false, problem: { ...answer.problem, retryable: true } } : answer;
}

async function publishedParts(
  db: EngineDatabase,
  word: AdjustmentDocument,
): Promise<{ linkId: string; units: string }[]> {
  const parts = word.assignment?.parts ?? [];
  const invoices = await db.invoices.findByIds(parts.map(({ invoiceId }) => invoiceId)).exec();
  return parts.flatMap(({ invoiceId, units }) => {
    const invoice = invoices.get(invoiceId);
    return invoice && invoice.publishedAt !== '' ? [{ linkId: invoice.linkId, units }] : [];
  });
}
