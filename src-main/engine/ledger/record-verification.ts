import type { EngineDatabase } from '../database/engine-database.ts';
import { isBacked, type PaymentCheck } from './payment-check.ts';
import { verificationNote } from './payment-notes.ts';
import { settleLink } from './settle-link.ts';

/**
 * Writes down what the owner's own endpoint says of a payment and settles its invoice anew. Idempotent; a payment that is
 * not known is left alone.
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
    due: !(status === 'verified' && isFinal),
  });
  const at = checkedAt ?? now.toISOString();
  await settleLink(db, linkId, at, (invoiceId) => {
    const note = verificationNote(invoiceId, payment, check, isBacked(payment, linkId, check), at);
    return note ? [note] : [];
  });
}
