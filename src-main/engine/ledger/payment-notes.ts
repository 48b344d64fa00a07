import { chainOf, findChain } from '../../../shared/money/chain.ts';
import { formatTokenAmount } from '../../../shared/money/amount.ts';
import { findToken } from '../../../shared/money/token.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { Verification } from '../../../shared/app-api/views.ts';
import type { TimelineNote } from './timeline.ts';

/** What a payment's state says in an invoice's history: its own step and those that come before it. */
export function paymentNotes(invoiceId: string, payment: Payment, seenAt: string, at: string): TimelineNote[] {
  const amount = amountText(payment);
  const chain = findChain(payment.chainId) ? chainOf(payment.chainId).name : `chain ${payment.chainId}`;
  const { requiredConfirmations: needed, blockNumber } = payment;
  const note = (kind: TimelineNote['kind'], when: string, detail: string): TimelineNote => ({
    ...about(invoiceId, payment),
    kind,
    at: when,
    detail,
  });
  const notes = [note('payment-seen', seenAt, `${amount} seen on ${chain}, block ${blockNumber}.`)];
  if (payment.state === 'confirmed' || payment.state === 'final')
    notes.push(note('payment-confirmed', at, `${amount} confirmed: ${needed} of ${needed} confirmations on ${chain}.`));
  if (payment.state === 'final') notes.push(note('payment-final', at, `${amount} is final on ${chain}.`));
  if (payment.state === 'reversed')
    notes.push(
      note('payment-reversed', at, `${amount} was taken back: ${chain} reorganised block ${blockNumber} away.`),
    );
  return notes;
}

/** What the owner's own endpoint says of a payment, for the history; undefined while it has not said its last. */
export function verificationNote(
  invoiceId: string,
  payment: Payment,
  { status, detail }: Verification,
  isBacked: boolean,
  at: string,
): TimelineNote | undefined {
  if (status === 'verified' && isBacked)
    return { ...about(invoiceId, payment), kind: 'payment-verified', at, detail: `${amountText(payment)}: ${detail}` };
  if (status === 'mismatch')
    return { ...about(invoiceId, payment), kind: 'payment-mismatch', at, detail: `${amountText(payment)}: ${detail}` };
  return undefined;
}

function about(invoiceId: string, payment: Payment) {
  return { invoiceId, occasion: payment.key, paymentKey: payment.key, txHash: payment.txHash };
}

function amountText(payment: Payment): string {
  const token = findToken(payment.chainId, payment.token);
  if (!token) return `${payment.units} base units of ${payment.token}`;
  return formatTokenAmount({ units: BigInt(payment.units), token }, 'en-US');
}
