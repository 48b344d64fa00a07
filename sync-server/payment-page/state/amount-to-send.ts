import type { Payment } from '../../../shared/payment/payment.ts';
import type { PaymentOption, PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import { restToPay, unpaidShare, type AskedAmounts } from '../../../shared/payment/rest.ts';
import type { Standing } from './standing.ts';

/** What settles the rest of an invoice, in base units of one option's token. */
export interface AmountToSend {
  /** For the wallet button, whose transfer carries the invoice's tag: exactly what is due. */
  readonly byWallet: bigint;
  /** For any other wallet or an exchange: at a shared address with the invoice's tail under one cent. */
  readonly byHand: bigint;
}

/**
 * Works out what to send with one option: the rest after all payments that have arrived or are on their way, and what is settled otherwise, by the rule of
 * `restToPay`, which the relay goes by too. Both are zero when nothing is left.
 */
export function amountToSend(
  option: PaymentOption,
  terms: PaymentTerms,
  standing: Pick<Standing, 'counted' | 'underWay'> & Partial<Pick<Standing, 'settled'>>,
): AmountToSend {
  const options = terms.options.map((each) => ({ ...each, ...askedAmounts(each) }));
  const share = unpaidShare(options, [...standing.counted, ...standing.underWay], standing.settled);
  const rest = restToPay(askedAmounts(option), share);
  return { byWallet: rest?.exact ?? 0n, byHand: rest?.tagged ?? 0n };
}

/** The option that a payment was made with: the same contract on the same chain. */
export function optionOf(payment: Payment, terms: PaymentTerms): PaymentOption | undefined {
  const token = payment.token.toLowerCase();
  return terms.options.find((option) => option.chainId === payment.chainId && option.token.toLowerCase() === token);
}

function askedAmounts(option: PaymentOption): AskedAmounts {
  return { exact: BigInt(option.exact), tagged: BigInt(option.tagged) };
}
