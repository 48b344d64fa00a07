import { requiredConfirmations as requiredByPolicy } from '../../../shared/money/confirmation-policy.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { Verification } from '../../../shared/app-api/views.ts';

/**
 * What the owner's own endpoint says of a payment, with what exactly it said it of.
 *
 * `facts` are those of the payment that was asked about ({@link paymentFacts}); `confirmations` is how many the endpoint
 * saw itself, no more than are needed; `isFinal` tells that by the endpoint's own word no reorganisation can take it back.
 */
export interface PaymentCheck extends Verification {
  readonly facts: string;
  readonly confirmations: number;
  readonly isFinal: boolean;
}

/** Everything of a report that an endpoint can confirm, as one text: a report that says anything else is another one. */
export function paymentFacts(payment: Payment, linkId: string): string {
  const { chainId, blockNumber, blockHash, txHash, logIndex, token, from, to, units, rule } = payment;
  return [linkId, rule, chainId, blockNumber, blockHash, txHash, logIndex, token, from, to, units]
    .join('|')
    .toLowerCase();
}

/** How many confirmations a payment must have: those of the policy, or more if the relay asks for more, never fewer. */
export function requiredConfirmations(payment: Payment): number {
  const { chainId, token, units } = payment;
  return Math.max(payment.requiredConfirmations, requiredByPolicy(chainId, token, BigInt(units)).blocks);
}

/**
 * Tells whether the owner's own endpoint stands behind a payment as it is now: it agreed to these very facts and saw all
 * the confirmations itself.
 */
export function isBacked(
  payment: Payment,
  linkId: string,
  check: Pick<PaymentCheck, 'status' | 'facts' | 'confirmations'>,
): boolean {
  return (
    check.status === 'verified' &&
    check.facts === paymentFacts(payment, linkId) &&
    check.confirmations >= requiredConfirmations(payment)
  );
}
