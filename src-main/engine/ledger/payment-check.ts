import { requiredConfirmations as requiredByPolicy } from '../../../shared/money/confirmation-policy.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { Verification } from '../../../shared/app-api/payment-view.ts';

/**
 * What the owner's own endpoint says of a transfer, with what exactly it said it of.
 *
 * `facts` are those of the transfer that was asked about ({@link paymentFacts}); `confirmations` is how many the
 * endpoint saw itself, no more than are needed; `isFinal` tells that by the endpoint's own word no
 * reorganisation can take it back.
 */
export interface PaymentCheck extends Verification {
  readonly facts: string;
  readonly confirmations: number;
  readonly isFinal: boolean;
}

/**
 * Everything of a report that an endpoint can confirm, as one text: a report that says anything else is another one.
 */
export function paymentFacts(payment: Payment, linkId: string): string {
  const { chainId, blockNumber, blockHash, txHash, logIndex, token, from, to, units, rule } = payment;
  return [linkId, rule, chainId, blockNumber, blockHash, txHash, logIndex, token, from, to, units]
    .join('|')
    .toLowerCase();
}

/** The end of the id of a check that is asked on the owner's word alone. */
const manualMark = ':manual';

/**
 * The id under which the check of a transfer is kept: its key, and another one where nobody but the owner says whose it
 * is, so that taking that word back finds the earlier check as it was.
 */
export function checkId({ key, rule }: Pick<Payment, 'key' | 'rule'>): string {
  return rule === 'manual' ? `${key}${manualMark}` : key;
}

/** The key of the transfer that a check is about. */
export function keyOfCheck(id: string): string {
  return id.endsWith(manualMark) ? id.slice(0, -manualMark.length) : id;
}

/** The part of {@link paymentFacts} that is the chain's own, whoever the transfer is credited to. */
function chainFacts(facts: string): string {
  return facts.split('|').slice(2).join('|');
}

/**
 * How many confirmations a payment must have: those of the policy, or more if the relay or the owner asks
 * for more, never fewer.
 *
 * @param ownerMinimums the owner's own minimum by chain id as text, as settings have it.
 */
export function requiredConfirmations(payment: Payment, ownerMinimums: Readonly<Record<string, number>> = {}): number {
  const { chainId, token, units } = payment;
  const { blocks } = requiredByPolicy(chainId, token, BigInt(units), ownerMinimums[String(chainId)]);
  return Math.max(payment.requiredConfirmations, blocks);
}

/** A report of a payment: to which link (empty for the owner's own word), and how many confirmations it needs. */
export interface Report {
  readonly payment: Payment;
  readonly linkId: string;
  readonly required: number;
}

/**
 * Tells whether the owner's own endpoint stands behind a payment as it is now: it agreed to these very facts and saw
 * all the confirmations itself, or finality. Of a transfer that is its owner's word (`manual`) it is asked only what
 * the chain says, so an answer that was given for somebody's invoice will do.
 */
export function isBacked(
  { payment, linkId, required }: Report,
  check: Pick<PaymentCheck, 'status' | 'facts' | 'confirmations' | 'isFinal'>,
): boolean {
  if (check.status !== 'verified' || !isAbout(payment, linkId, check.facts)) return false;
  return check.isFinal || check.confirmations >= required;
}

/** Tells whether an endpoint's answer was given about this very report. */
export function isAbout(payment: Payment, linkId: string, facts: string): boolean {
  const asked = paymentFacts(payment, linkId);
  return payment.rule === 'manual' ? chainFacts(facts) === chainFacts(asked) : facts === asked;
}
