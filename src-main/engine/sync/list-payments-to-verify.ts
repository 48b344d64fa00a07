import type { EngineDatabase } from '../database/engine-database.ts';
import type { PaymentToVerify } from './verification-loop.ts';

/**
 * Payments whose last word is not in: not reversed, and either not yet verified on the owner's endpoint or not yet final
 * on the chain (a block can still be taken back until then).
 */
export async function listPaymentsToVerify(db: EngineDatabase): Promise<PaymentToVerify[]> {
  const [open, unverified] = await Promise.all([
    db.payments.find({ selector: { state: { $in: ['seen', 'confirming', 'confirmed'] } } }).exec(),
    db.verifications.find({ selector: { status: { $in: ['waiting', 'unchecked', 'mismatch'] } } }).exec(),
  ]);
  const payments = new Map(open.map((document) => [document.id, document.toJSON()]));
  const missing = unverified.map((verdict) => verdict.id).filter((id) => !payments.has(id));
  for (const document of (await db.payments.findByIds(missing).exec()).values())
    payments.set(document.id, document.toJSON());
  const verdicts = await db.verifications.findByIds([...payments.keys()]).exec();
  return [...payments.values()]
    .filter((entry) => entry.state !== 'reversed')
    .map((entry) => {
      const verdict = verdicts.get(entry.id);
      const verification = verdict
        ? { status: verdict.status, detail: verdict.detail, checkedAt: verdict.checkedAt || null }
        : null;
      return { payment: entry.payment, verification };
    });
}
