import { isStanding } from '../../../shared/payment/is-paid-into.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { waitingCheck, type CheckingRules } from './mark-waiting.ts';
import { checkId } from './payment-check.ts';

/**
 * A payment beside what the owner's own endpoint says of it; null where no endpoint of the owner's is set. `required`
 * is how many confirmations it needs. `movedTo` is the key of the same transfer in the block that holds it now: then
 * this one counts for nothing.
 */
export interface LedgerEntry {
  readonly payment: Payment;
  readonly linkId: string;
  readonly required: number;
  readonly verification: VerificationDocument | null;
  readonly movedTo: string | null;
}

/**
 * Of one transfer in several blocks, the place that stands: one that the own endpoint backs before one that it has not
 * been asked about, then the highest block. Undefined where every block was reversed, or is denied.
 */
export function standingOf<Entry extends LedgerEntry>(places: readonly Entry[]): Entry | undefined {
  const weight = ({ verification }: Entry): number => (verification?.status === 'verified' ? 1 : 0);
  const [first] = places
    .filter(isStanding)
    .toSorted(
      (a, b) =>
        weight(b) - weight(a) ||
        Number(BigInt(b.payment.blockNumber) - BigInt(a.payment.blockNumber)) ||
        compare(a.payment.key, b.payment.key),
    );
  return first;
}

/** This device's checks by their ids. */
export async function checksOf(db: EngineDatabase, ids: readonly string[]): Promise<Map<string, VerificationDocument>> {
  if (ids.length === 0) return new Map();
  const found = await db.verifications.findByIds([...ids]).exec();
  return new Map([...found].map(([id, document]) => [id, document.toMutableJSON()]));
}

/** The check of a payment that was never asked about: waiting, or none where the owner has no endpoint. */
export function unasked(rules: CheckingRules, payment: Payment, linkId: string): VerificationDocument | null {
  return rules.isChecked(payment.chainId) ? waitingCheck(checkId(payment), linkId) : null;
}

/** Order of texts by their code units. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
