import type { Payment } from '../../../shared/payment/payment.ts';
import { settingsId, type VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { checkId, requiredConfirmations, type Report } from './payment-check.ts';

/** The check of a transfer that the owner's own endpoint has not been asked about yet. */
export function waitingCheck(id: string, linkId: string): VerificationDocument {
  return {
    id,
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

/** Whether a check has never been done. */
export function isUnasked({ status, facts }: VerificationDocument): boolean {
  return status === 'waiting' && facts === '';
}

/** How the owner wants payments checked. */
export interface CheckingRules {
  /** Whether the owner has an endpoint for a chain: what is paid there never counts unasked. */
  isChecked(chainId: number): boolean;
  /** How many confirmations a payment needs, the owner's own minimum among them. */
  required(payment: Payment): number;
}

/** Reads the settings in force for checking. */
export async function checkingRules(db: EngineDatabase): Promise<CheckingRules> {
  const settings = await db.settings.findOne(settingsId).exec();
  const endpoints = settings?.rpcEndpoints ?? {};
  const minimums = settings?.confirmations ?? {};
  return {
    isChecked: (chainId) => (endpoints[String(chainId)] ?? []).length > 0,
    required: (payment) => requiredConfirmations(payment, minimums),
  };
}

/**
 * Before a transfer is there, its check is: so that it is asked about, whatever crashes. A check that was done with is
 * due again, for the report may say something new.
 *
 * @returns the reports without a check: their owner has no endpoint on their chain. Mark them again once they are
 * written, for one may have been named meanwhile; later than that, `markChains` finds them.
 */
export async function markWaiting<Of extends Omit<Report, 'required'>>(
  db: EngineDatabase,
  reports: readonly Of[],
): Promise<readonly Of[]> {
  const { isChecked } = await checkingRules(db);
  const concerned = new Map<string, Of>();
  const left: Of[] = [];
  for (const report of reports)
    if (isChecked(report.payment.chainId)) concerned.set(checkId(report.payment), report);
    else left.push(report);
  if (concerned.size === 0) return left;
  const known = await db.verifications.findByIds([...concerned.keys()]).exec();
  const documents = [...concerned].flatMap(([id, { linkId }]): VerificationDocument[] => {
    const check = known.get(id);
    if (!check || check.linkId !== linkId) return [waitingCheck(id, linkId)];
    return check.due ? [] : [{ ...check.toMutableJSON(), due: true }];
  });
  await db.verifications.bulkUpsert(documents);
  return left;
}
