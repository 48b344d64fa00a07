import { findChain } from '../../../shared/money/chain.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { unitsText } from '../adjustments/adjustment-notes.ts';
import { lastingIdsOf, transfersOfTransaction } from './transfers.ts';
import type { TimelineNote } from './timeline.ts';

/** A payment as it was told. */
interface ToldPayment {
  readonly payment: Payment;
  readonly at: string;
}

/** Which of some payments are in the history already, from another block, and what is to be said of that. */
export interface MovedPayments {
  readonly keys: ReadonlySet<string>;
  notesFor(invoiceId: string): TimelineNote[];
}

/**
 * Finds the payments that a reorganisation put into another block: the same transfer was known before in a block that
 * lies elsewhere. For a person that is one payment.
 */
export async function movedNotes(db: EngineDatabase, told: readonly ToldPayment[]): Promise<MovedPayments> {
  const first = new Map<string, ToldPayment>();
  for (const each of told)
    if (each.payment.state !== 'reversed' && !first.has(each.payment.key)) first.set(each.payment.key, each);
  const moved: ToldPayment[] = [];
  for (const each of first.values()) if (await wasElsewhere(db, each.payment)) moved.push(each);
  return {
    keys: new Set(moved.map(({ payment }) => payment.key)),
    notesFor: (invoiceId) =>
      moved.map(({ payment, at }) => ({
        invoiceId,
        kind: 'payment-moved',
        occasion: payment.key,
        at,
        detail: `${unitsText(payment.chainId, payment.token, payment.units)} is in block ${payment.blockNumber} now: ${findChain(payment.chainId)?.name ?? 'the chain'} was reorganised. It is the same payment.`,
        paymentKey: payment.key,
        txHash: payment.txHash,
      })),
  };
}

/** Whether the same transfer is known from another block, one that was taken back or lies before. */
async function wasElsewhere(db: EngineDatabase, payment: Payment): Promise<boolean> {
  const all = await transfersOfTransaction(db, payment.txHash);
  if (all.length < 2) return false;
  const ids = lastingIdsOf(all);
  const own = ids.get(payment.key);
  return all.some(
    (other) =>
      other.key !== payment.key &&
      ids.get(other.key) === own &&
      (other.payment.state === 'reversed' || BigInt(other.payment.blockNumber) < BigInt(payment.blockNumber)),
  );
}
