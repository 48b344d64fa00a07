import type { EngineDatabase } from '../database/engine-database.ts';
import { checksOf } from './ledger-entry.ts';
import { markWaiting } from './mark-waiting.ts';
import { checkId, isAbout, type Report } from './payment-check.ts';
import { wordOn } from './settle-words.ts';
import type { KnownTransfer } from './transfers.ts';

/**
 * Has transfers checked on the owner's endpoints, if there are any for their chains; where the owner has spoken, as the
 * owner's word as well. A check that is done stays, if it was about what is reported now.
 */
export async function markTransfers(db: EngineDatabase, transfers: readonly KnownTransfer[]): Promise<void> {
  const reports: Omit<Report, 'required'>[] = [];
  for (const { payment, linkId } of transfers) {
    reports.push({ payment, linkId });
    if (linkId !== '' && (await wordOn(db, payment)))
      reports.push({ payment: { ...payment, rule: 'manual' }, linkId: '' });
  }
  const known = await checksOf(
    db,
    reports.map(({ payment }) => checkId(payment)),
  );
  const wants = ({ payment, linkId }: Omit<Report, 'required'>): boolean => {
    const check = known.get(checkId(payment));
    if (!check) return true;
    return !check.due && !(check.isFinal && isAbout(payment, linkId, check.facts));
  };
  await markWaiting(db, reports.filter(wants));
}
