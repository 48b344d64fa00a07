import type { PaymentState } from '../../shared/payment/payment.ts';

/**
 * The state of a payment that lies `confirmations` blocks deep, its own block being the first: `seen` in its own block,
 * unless that is all it needs.
 */
export function confirmationState(
  confirmations: number,
  required: number,
): Exclude<PaymentState, 'final' | 'reversed'> {
  if (confirmations >= required) return 'confirmed';
  return confirmations <= 1 ? 'seen' : 'confirming';
}
