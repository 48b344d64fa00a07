import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AdjustmentDocument, JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { findWordTransfer } from '../ledger/owner-payments.ts';
import { done, type JobChange, type JobTools } from './job-tools.ts';

/** How often a word that changes while it is told is told anew before it waits its turn. */
const mostTold = 5;

/**
 * Tells the relay the owner's word on a transfer as it is by now, under the key of the block that holds it now. Parts
 * of invoices that no relay has are left out: no page could show them. A relay that does not know the transfer, or a
 * part's link, yet is asked again. A word that changed while it was on its way (on another device, say) is told anew:
 * two jobs can be under way at once, and what is told last must be what stands.
 */
export async function runAssignment(tools: JobTools, job: JobDocument): Promise<Result<JobChange>> {
  for (let told = 0; told < mostTold; told++) {
    const word = await readWord(tools, job);
    if (!word?.transfer) return ok(done(tools.now()));
    const answer = await tell(tools, word, word.transfer.key);
    if (!answer.ok) return answer;
    if ((await readWord(tools, job))?.updatedAt === word.updatedAt) return ok(done(tools.now()));
  }
  return fail('assignment.changing', 'What is said of this transfer keeps changing.', { retryable: true });
}

async function readWord({ db }: JobTools, { subject }: JobDocument): Promise<AdjustmentDocument | undefined> {
  return (await db.adjustments.findOne(subject).exec())?.toMutableJSON();
}

async function tell({ db, client }: JobTools, word: AdjustmentDocument, lastKey: string): Promise<Result<unknown>> {
  const standing = await findWordTransfer(db, word);
  const key = standing?.payment.key ?? lastKey;
  const parts = word.undone ? null : await publishedParts(db, word);
  const answer = await client.call('putAssignment', { body: { key, parts } });
  if (answer.ok) return answer;
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
