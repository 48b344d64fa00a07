import { chainOf, findChain } from '../../../shared/money/chain.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { Verification } from '../../../shared/app-api/payment-view.ts';
import { unitsText } from '../adjustments/adjustment-notes.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
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
  if (payment.rule === 'assumed')
    notes.push(
      note(
        'payment-assumed',
        seenAt,
        `${amount} came without the part under a cent that marks this invoice. No other open invoice asked for that amount, so it is taken to be this one's. If it is not, take it off.`,
      ),
    );
  if (payment.state === 'confirmed' || payment.state === 'final')
    notes.push(note('payment-confirmed', at, `${amount} confirmed: ${needed} of ${needed} confirmations on ${chain}.`));
  if (payment.state === 'final') notes.push(note('payment-final', at, `${amount} is final on ${chain}.`));
  if (payment.state === 'reversed')
    notes.push(
      note('payment-reversed', at, `${amount} was taken back: ${chain} reorganised block ${blockNumber} away.`),
    );
  return notes;
}

/** What the owner's own endpoint says of a payment, for the history; none while it has not said its last. */
export function verificationNote(
  invoiceId: string,
  payment: Payment,
  { status, detail }: Verification,
  isBacked: boolean,
  at: string,
): TimelineNote[] {
  const kind = verdictKind('payment', status, isBacked);
  if (!kind) return [];
  return [{ ...about(invoiceId, payment), kind, at, detail: `${amountText(payment)}: ${detail}` }];
}

/** The same of a refund. */
export function refundNote(
  { id, invoiceId, transfer }: AdjustmentDocument,
  { status, detail }: Verification,
  isBacked: boolean,
  at: string,
): TimelineNote[] {
  const kind = verdictKind('refund', status, isBacked);
  if (!kind || !transfer) return [];
  const { chainId, token, units, blockHash, txHash } = transfer;
  const occasion = `${id}/${blockHash}`;
  return [
    { invoiceId, occasion, txHash, kind, at, detail: `Refund of ${unitsText(chainId, token, units)}: ${detail}` },
  ];
}

function verdictKind<Of extends 'payment' | 'refund'>(of: Of, status: Verification['status'], isBacked: boolean) {
  if (status === 'verified' && isBacked) return `${of}-verified` as const;
  return status === 'mismatch' ? (`${of}-mismatch` as const) : undefined;
}

function about(invoiceId: string, payment: Payment) {
  return { invoiceId, occasion: payment.key, paymentKey: payment.key, txHash: payment.txHash };
}

function amountText({ chainId, token, units }: Payment): string {
  return unitsText(chainId, token, units);
}
