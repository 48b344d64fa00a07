import type { Payment } from '../../../shared/payment/payment.ts';
import { settingsId, type VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** The check of a payment that the owner's own endpoint has not been asked about yet. */
export function waitingCheck(paymentKey: string, linkId: string): VerificationDocument {
  return {
    id: paymentKey,
    linkId,
    status: 'waiting',
    detail: 'Waiting for your own endpoint.',
    checkedAt: '',
    facts: '',
    confirmations: 0,
    isFinal: false,
    due: true,
  };
}

/** Which chains the owner has an endpoint for: what is paid there never counts unasked. */
export async function checkedChains(db: EngineDatabase): Promise<(chainId: number) => boolean> {
  const settings = await db.settings.findOne(settingsId).exec();
  const endpoints = settings?.rpcEndpoints ?? {};
  return (chainId) => (endpoints[String(chainId)] ?? []).length > 0;
}

/** Before a payment is there, its check is: so that it is asked about, whatever crashes. */
export async function markWaiting(
  db: EngineDatabase,
  reports: readonly { readonly linkId: string; readonly payment: Payment }[],
): Promise<void> {
  const isChecked = await checkedChains(db);
  const concerned = reports.filter(({ payment }) => isChecked(payment.chainId));
  const known = await db.verifications.findByIds(concerned.map(({ payment }) => payment.key)).exec();
  const fresh = new Map(
    concerned
      .filter(({ payment, linkId }) => {
        const check = known.get(payment.key);
        // A payment that is credited to another invoice, or was final, may say something new: it is asked about again.
        return !check || check.linkId !== linkId || !check.due;
      })
      .map(({ payment, linkId }) => [payment.key, { payment, linkId, check: known.get(payment.key) }]),
  );
  const documents = [...fresh.values()].map(({ payment, linkId, check }) =>
    check && check.linkId === linkId ? { ...check.toMutableJSON(), due: true } : waitingCheck(payment.key, linkId),
  );
  await db.verifications.bulkUpsert(documents);
}
