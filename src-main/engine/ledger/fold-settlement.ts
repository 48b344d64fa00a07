import { isCounted, settle } from '../../../shared/payment/settle.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { Settlement } from '../../../shared/payment/settlement.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import { isBacked, type PaymentCheck } from './payment-check.ts';

/** A payment beside what the owner's own endpoint says of it; null where no endpoint of the owner's is set. */
export interface LedgerEntry {
  readonly payment: Payment;
  readonly linkId: string;
  readonly verification: Pick<PaymentCheck, 'status' | 'facts' | 'confirmations'> | null;
}

/**
 * Folds payments into a settlement with the owner's own checks in force.
 *
 * A payment counts only where the own endpoint agreed to it as it is now and saw all its confirmations; until then it is
 * pending at most. A `mismatch` and a transfer to an address that is not in the terms are left out. Without an endpoint of
 * the owner's (null or `unchecked`) the relay's word counts.
 */
export function foldSettlement(payable: PayableInvoice, entries: readonly LedgerEntry[]): Settlement {
  return settle(
    payable,
    entries.flatMap((entry) => effectivePayment(payable, entry)),
  );
}

/** The same with payments counted whose check is still on its way: the most that may yet turn out to be true. */
export function foldHopefully(payable: PayableInvoice, entries: readonly LedgerEntry[]): Settlement {
  const hopeful = entries.filter(({ verification }) => verification?.status !== 'mismatch');
  return foldSettlement(
    payable,
    hopeful.map((entry) => ({ ...entry, verification: null })),
  );
}

/** The payment as it counts, or nothing where it does not. */
function effectivePayment(payable: PayableInvoice, { payment, linkId, verification }: LedgerEntry): Payment[] {
  if (verification?.status === 'mismatch' || !isToTerms(payable, payment)) return [];
  const isRelayWord = verification === null || verification.status === 'unchecked';
  if (!isCounted(payment) || isRelayWord || isBacked(payment, linkId, verification)) return [payment];
  return [{ ...payment, state: 'confirming' }];
}

function isToTerms({ terms }: PayableInvoice, payment: Payment): boolean {
  return terms.options.some(
    ({ chainId, address }) => chainId === payment.chainId && address.toLowerCase() === payment.to.toLowerCase(),
  );
}
