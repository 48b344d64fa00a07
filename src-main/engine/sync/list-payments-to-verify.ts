import type { Payment } from '../../../shared/payment/payment.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { PaymentToVerify } from './verification-loop.ts';

/**
 * Payments whose last word is not in: not reversed, credited to an invoice that is here, and not yet final by the word of
 * the owner's own endpoint. What the relay calls final does not matter.
 */
export async function listPaymentsToVerify(db: EngineDatabase): Promise<PaymentToVerify[]> {
  const [open, due] = await Promise.all([
    db.payments.find({ selector: { state: { $in: ['seen', 'confirming', 'confirmed'] } } }).exec(),
    db.verifications.find({ selector: { due: true } }).exec(),
  ]);
  const payments = new Map(open.map((document) => [document.id, document.toJSON()]));
  const missing = due.map((verdict) => verdict.id).filter((id) => !payments.has(id));
  for (const document of (await db.payments.findByIds(missing).exec()).values())
    payments.set(document.id, document.toJSON());
  const verdicts = await db.verifications.findByIds([...payments.keys()]).exec();
  const entries: PaymentToVerify[] = [];
  for (const { id, linkId, state, payment } of payments.values()) {
    const verdict = verdicts.get(id)?.toMutableJSON();
    if (state === 'reversed' || verdict?.due === false) continue;
    const invoice = await db.invoices.findOne({ selector: { linkId } }).exec();
    const terms = invoice?.signed?.payable.terms;
    if (!terms) continue;
    const verification = verdict ? { ...verdict, checkedAt: verdict.checkedAt || null } : null;
    entries.push({ payment, linkId, terms, verification, others: await othersOf(db, linkId, id) });
  }
  return entries;
}

/**
 * What else was paid on an invoice. What the owner's own endpoint denied is left out, so that nobody can invent the part
 * payment that makes another's transfer look like the rest; what a reorganisation took away stays, for the payer may have
 * sent the rest before that.
 */
async function othersOf(db: EngineDatabase, linkId: string, id: string): Promise<Payment[]> {
  const found = await db.payments.find({ selector: { linkId } }).exec();
  const others = found.map((document) => document.toMutableJSON()).filter((other) => other.id !== id);
  if (others.length === 0) return [];
  const verdicts = await db.verifications.findByIds(others.map((other) => other.id)).exec();
  return others
    .filter((other) => other.state === 'reversed' || verdicts.get(other.id)?.status !== 'mismatch')
    .map((other) => other.payment);
}
