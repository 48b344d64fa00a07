import { isSameAddress } from '../../../shared/money/address.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { AssignedPart, DatedSum, RefundMade, Remedies } from '../../../shared/payment/remedies.ts';
import { isCounted, settle } from '../../../shared/payment/settle.ts';
import type { Settlement } from '../../../shared/payment/settlement.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { InvoiceLedger } from './invoice-ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { AssignedPayment, RefundPayment } from './owner-payments.ts';
import { isBacked, paymentFacts } from './payment-check.ts';

/**
 * Folds an invoice's ledger into a settlement with the owner's own checks in force.
 *
 * A payment counts only where the own endpoint agreed to it as it is now and saw all its confirmations; until then it
 * is pending at most. A `mismatch` and a credited transfer to an address that is not in the terms are left out, and so
 * is one that is in another block now. Without an endpoint of the owner's (null or `unchecked`) the relay's word
 * counts. A refund counts only where the own endpoint stands behind it.
 */
export function foldSettlement(payable: PayableInvoice, ledger: InvoiceLedger): Settlement {
  const { payments, remedies } = effectiveLedger(payable, ledger);
  return settle(payable, payments, remedies);
}

/** The payments and remedies that an invoice is settled by, each as it counts with the owner's own checks in force. */
export function effectiveLedger(
  payable: PayableInvoice,
  ledger: InvoiceLedger,
): { readonly payments: readonly Payment[]; readonly remedies: Remedies } {
  const credited = ledger.credited.filter(({ payment }) => isToTerms(payable, payment));
  return { payments: credited.flatMap(effectivePayment), remedies: remediesOf(payable, ledger) };
}

/**
 * The least and the most that may yet turn out to have been received, once every check that is on its way is in: the
 * least with refunds counted, the most with payments.
 */
export function foldBounds(payable: PayableInvoice, ledger: InvoiceLedger): { least: bigint; most: bigint } {
  const refunds = ledger.refunds.filter(({ verification }) => verification?.status !== 'mismatch').map(asBacked);
  const least = foldSettlement(payable, { ...ledger, refunds });
  const most = foldSettlement(payable, {
    ...ledger,
    credited: ledger.credited.filter(isHopeful).map(asRelayWord),
    assigned: ledger.assigned.filter(isHopeful).map(asRelayWord),
  });
  return { least: least.received, most: most.received };
}

/**
 * The settlement as a relay sees it, which checks nothing, knows only what it told of itself, and no remedy but
 * assigned parts of tokens that the terms name.
 */
export function foldRelayView(payable: PayableInvoice, ledger: InvoiceLedger): Settlement {
  const assigned = ledger.assigned.map((entry) => asRelayWord({ ...entry, share: { ...entry.share, value: null } }));
  return foldSettlement(payable, {
    ...ledger,
    credited: ledger.credited.filter(({ unreported }) => !unreported).map(asRelayWord),
    assigned,
    refunds: [],
    remedies: [],
  });
}

/** Tells whether a refund counts: it was not undone, and the own endpoint stands behind it. */
export function isRefundCounted({ refund, verification, ...report }: RefundPayment): boolean {
  return !refund.undone && verification !== null && isBacked(report, verification);
}

/** An assigned part as a payment of its own: the part's units, and late where it came after the invoice expired. */
export function partPayment({ terms }: PayableInvoice, { payment, share }: AssignedPayment): Payment {
  const late = payment.blockTime * 1000 > Date.parse(terms.expiresAt);
  return { ...payment, units: share.units, late };
}

function remediesOf(payable: PayableInvoice, { assigned, refunds, remedies }: InvoiceLedger): Remedies {
  const inForce = remedies.filter(({ undone }) => !undone);
  const sums = (kind: AdjustmentDocument['kind']): DatedSum[] =>
    inForce.filter((each) => each.kind === kind).map(datedSum);
  return {
    assigned: assigned.flatMap((entry): AssignedPart[] => {
      const value = entry.share.value === null ? null : BigInt(entry.share.value);
      return effectivePayment(entry).map((payment) => ({
        payment: partPayment(payable, { ...entry, payment }),
        value,
      }));
    }),
    refunds: refunds.filter(isRefundCounted).map(refundMade),
    outside: sums('paid-outside'),
    credits: sums('credit-note'),
    tolerance: sums('tolerance')[0] ?? null,
  };
}

function refundMade({ refund, payment, verification }: RefundPayment): RefundMade {
  const { chainId, token, units, blockTime } = payment;
  const isFinal = verification?.isFinal ?? false;
  return { chainId, token, units, value: BigInt(refund.amount), at: blockTime, isFinal };
}

/** Money that came outside counts from noon of its day, so that it is that day wherever it is read. */
function datedSum({ amount, outside, createdAt }: AdjustmentDocument): DatedSum {
  const at = Date.parse(outside ? `${outside.date}T12:00:00.000Z` : createdAt);
  return { amount: BigInt(amount), at: Math.floor(at / 1000) };
}

/** The payment as it counts, or nothing where it does not. */
function effectivePayment({ payment, verification, movedTo, ...report }: LedgerEntry): Payment[] {
  if (verification?.status === 'mismatch' || movedTo !== null) return [];
  if (!isCounted(payment) || verification === null || verification.status === 'unchecked') return [payment];
  if (!isBacked({ payment, ...report }, verification)) return [{ ...payment, state: 'confirming' }];
  // What is final is for the own endpoint to say, not for the relay.
  return [{ ...payment, state: verification.isFinal ? 'final' : 'confirmed' }];
}

function isHopeful({ verification }: LedgerEntry): boolean {
  return verification?.status !== 'mismatch';
}

function asRelayWord<Entry extends LedgerEntry>(entry: Entry): Entry {
  return { ...entry, verification: null };
}

function asBacked(entry: RefundPayment): RefundPayment {
  const { verification, payment, linkId, required } = entry;
  if (!verification || isBacked({ payment, linkId, required }, verification)) return entry;
  const facts = paymentFacts(payment, linkId);
  return { ...entry, verification: { ...verification, status: 'verified', facts, confirmations: required } };
}

function isToTerms({ terms }: PayableInvoice, payment: Payment): boolean {
  return terms.options.some(
    ({ chainId, address }) => chainId === payment.chainId && isSameAddress(address, payment.to),
  );
}
