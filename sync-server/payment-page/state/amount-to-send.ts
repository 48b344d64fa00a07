import { divideUp } from '../../../shared/money/decimal.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { PaymentOption, PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import type { Standing } from './standing.ts';

/** What settles the rest of an invoice, in base units of one option's token. */
export interface AmountToSend {
  /** For the wallet button, whose transfer carries the invoice's tag: exactly what is due. */
  readonly byWallet: bigint;
  /** For any other wallet or an exchange: at a shared address with the invoice's tail under one cent. */
  readonly byHand: bigint;
}

/**
 * Works out what to send with one option. What remains after a part payment is in proportion to what was due, rounded up to
 * the next base unit, so that it always settles. The tail is left off such a rest where earlier payments were not in
 * whole minor units: their fractions and the tail could add up to a cent too much.
 */
export function amountToSend(
  option: PaymentOption,
  terms: PaymentTerms,
  standing: Pick<Standing, 'due' | 'outstanding' | 'counted' | 'underWay'>,
): AmountToSend {
  const exact = BigInt(option.exact);
  const { due, outstanding, counted, underWay } = standing;
  const byWallet = divideUp(exact * outstanding, due);
  const isWhole = [...counted, ...underWay].every((payment) => isInWholeMinorUnits(payment, terms, due));
  const tail = isWhole ? BigInt(option.tagged) - exact : 0n;
  return { byWallet, byHand: byWallet + tail };
}

function isInWholeMinorUnits(payment: Payment, terms: PaymentTerms, due: bigint): boolean {
  const paid = optionOf(payment, terms);
  return paid === undefined || (due * BigInt(payment.units)) % BigInt(paid.exact) === 0n;
}

/** The option that a payment was made with: the same contract on the same chain. */
export function optionOf(payment: Payment, terms: PaymentTerms): PaymentOption | undefined {
  const token = payment.token.toLowerCase();
  return terms.options.find((option) => option.chainId === payment.chainId && option.token.toLowerCase() === token);
}
