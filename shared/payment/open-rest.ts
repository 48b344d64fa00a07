import { divideUp } from '../money/decimal.ts';
import { optionOf } from './exact-sum.ts';
import type { PayableInvoice, PaymentOption } from './payment-terms.ts';
import type { Payment } from './payment.ts';
import type { Remedies } from './remedies.ts';
import { restToPay, toShareOption, unpaidShare, type Share, type SharePayment } from './rest.ts';
import { settle } from './settle.ts';
import type { Settlement } from './settlement.ts';

/**
 * What is still to be sent for an invoice that something came for, or that something was taken off. `remaining` is
 * minor units of its currency, rounded up, after what is on its way too; zero when nothing is to be sent. `units`
 * tells what settles it with one option by hand (with the invoice's tail), in base units of its token; zero when
 * nothing is to be sent.
 */
export interface OpenRest {
  readonly settlement: Settlement;
  readonly remaining: bigint;
  units(option: PaymentOption): bigint;
}

/**
 * Works out what an invoice still asks for, by the one rule of `restToPay`; null while nothing has come and nothing was
 * taken off, so that it asks for what it says.
 *
 * @param payments as `settle` takes them.
 */
export function openRest(payable: PayableInvoice, payments: readonly Payment[], remedies: Remedies): OpenRest | null {
  const settlement = settle(payable, payments, remedies);
  const { received, pending, credited, refunded, forgiven } = settlement;
  if (received + pending + credited + refunded === 0n) return null;
  const total = BigInt(payable.invoice.totals.total);
  const { tokens, otherwise } = movements(payable, payments, remedies);
  const options = payable.terms.options.map(toShareOption);
  const settled: Share = { part: otherwise + credited + forgiven, whole: total };
  const share = unpaidShare(options, tokens, settled);
  return {
    settlement,
    remaining: share.part <= 0n ? 0n : divideUp(total * share.part, share.whole),
    units: (option) => restToPay(toShareOption(option), share)?.tagged ?? 0n,
  };
}

/** What came, or is on its way, and what went back: in tokens of the terms, and otherwise in minor units. */
function movements(
  { terms: { options } }: PayableInvoice,
  payments: readonly Payment[],
  { assigned, refunds, outside }: Remedies,
): { tokens: SharePayment[]; otherwise: bigint } {
  const newest = new Map(payments.map((payment) => [payment.key, payment]));
  const parts = [...[...newest.values()].map((payment) => ({ payment, value: null })), ...assigned];
  const tokens: SharePayment[] = [];
  let otherwise = outside.reduce((sum, { amount }) => sum + amount, 0n);
  for (const { payment, value } of parts) {
    if (payment.state === 'reversed') continue;
    if (optionOf(options, payment)) tokens.push(payment);
    else otherwise += value ?? 0n;
  }
  for (const refund of refunds) {
    if (optionOf(options, refund)) tokens.push({ ...refund, units: -BigInt(refund.units) });
    else otherwise -= refund.value;
  }
  return { tokens, otherwise };
}
