import type { Verification } from '../../../shared/app-api/views.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { verificationNote } from './payment-notes.ts';
import { settleLink } from './settle-link.ts';

/**
 * Writes down what the owner's own endpoint says of a payment and settles its invoice anew. Idempotent; a payment that is
 * not known is left alone.
 */
export async function recordVerification(
  db: EngineDatabase,
  paymentKey: string,
  verification: Verification,
  now: Date,
): Promise<void> {
  const payment = await db.payments.findOne(paymentKey).exec();
  if (!payment) return;
  const { status, detail, checkedAt } = verification;
  await db.verifications.upsert({
    id: paymentKey,
    linkId: payment.linkId,
    status,
    detail,
    checkedAt: checkedAt ?? '',
  });
  const at = checkedAt ?? now.toISOString();
  await settleLink(db, payment.linkId, at, (invoiceId) => {
    const note = verificationNote(invoiceId, payment.payment, verification, at);
    return note ? [note] : [];
  });
}
