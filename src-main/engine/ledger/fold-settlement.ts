import { settle } from '../../../shared/payment/settle.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { Settlement } from '../../../shared/payment/settlement.ts';
import type { Verification } from '../../../shared/app-api/views.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';

/** A payment beside what the owner's own endpoint says of it; null where nothing was asked. */
export interface LedgerEntry {
  readonly payment: Payment;
  readonly verification: Pick<Verification, 'status'> | null;
}

/**
 * Folds payments into a settlement with the owner's own checks in force: a `mismatch` is left out; one whose check still
 * waits is pending at most; without an endpoint of the owner's the relay's word counts.
 */
export function foldSettlement(payable: PayableInvoice, entries: readonly LedgerEntry[]): Settlement {
  return settle(payable, entries.flatMap(effectivePayment));
}

/** The payment as it counts, or nothing where it does not. */
function effectivePayment({ payment, verification }: LedgerEntry): Payment[] {
  if (verification?.status === 'mismatch') return [];
  const counts = payment.state === 'confirmed' || payment.state === 'final';
  return verification?.status === 'waiting' && counts ? [{ ...payment, state: 'confirming' }] : [payment];
}
