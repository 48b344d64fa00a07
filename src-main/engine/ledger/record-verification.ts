import type { EngineDatabase } from '../database/engine-database.ts';
import { isBacked, type PaymentCheck } from './payment-check.ts';
import { verificationNote } from './payment-notes.ts';
import { settleLink } from './settle-link.ts';

/**
 * Writes down what the owner's own endpoint says of a payment and settles its invoice anew. Idempotent; a payment that is
 * not known is left alone. A last word stays due until the invoice is settled by it, so that a crash between the two is
 * made good by the next check.
 */
export async function recordVerification(
  db: EngineDatabase,
  paymentKey: string,
  check: PaymentCheck,
  now: Date,
): Promise<void> {
  const document = await db.payments.findOne(paymentKey).exec();
  if (!document) return;
  const { linkId, payment } = document;
  const { status, detail, checkedAt, facts, confirmations, isFinal } = check;
  await db.verifications.upsert({
    id: paymentKey,
    linkId,
    status,
    detail,
    checkedAt: checkedAt ?? '',
    facts,
    confirmations,
    isFinal,
    due: true,
  });
  const at = checkedAt ?? now.toISOString();
  await settleLink(db, linkId, at, (invoiceId) => {
    const note = verificationNote(invoiceId, payment, check, isBacked(payment, linkId, check), at);
    return note ? [note] : [];
  });
  if (status !== 'verified' || !isFinal) return;
  const verdict = await db.verifications.findOne(paymentKey).exec();
  // A report that came meanwhile may say something else, which is yet to be asked about.
  await verdict?.incrementalModify((current) => (current.facts === facts ? { ...current, due: false } : current));
}
