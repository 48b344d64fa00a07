import type { Payment } from './payment.ts';

/**
 * A payment as {@link isStanding} judges it; `verification` is what the owner's own endpoint said, null
 * where it was not asked.
 */
export interface CheckedPayment {
  readonly payment: Pick<Payment, 'state'>;
  readonly verification: { readonly status: string } | null;
}

/** Something that its owner put right by hand, as {@link isPaidInto} judges it. */
export interface PutRight {
  readonly kind: string;
  readonly undone: boolean;
}

/**
 * Whether anything was received on an invoice, is on its way, or was put right by hand: then it cannot be voided.
 *
 * @param payments credited and assigned ones; an assignment counts by its payment alone.
 */
export function isPaidInto(payments: readonly CheckedPayment[], putRight: readonly PutRight[]): boolean {
  return payments.some(isStanding) || putRight.some(({ kind, undone }) => kind !== 'assignment' && !undone);
}

/**
 * Whether a payment is there, or on its way: no reorganisation took it back, and the owner's own
 * endpoint does not deny it.
 */
export function isStanding({ payment, verification }: CheckedPayment): boolean {
  return payment.state !== 'reversed' && verification?.status !== 'mismatch';
}
