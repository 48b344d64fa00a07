import type { PaymentOption, PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import { restToPay, toShareOption, unpaidShare } from '../../../shared/payment/rest.ts';
import type { Standing } from './standing.ts';

/** What settles the rest of an invoice, in base units of one option's token. */
export interface AmountToSend {
  /** For the wallet button, whose transfer carries the invoice's tag: exactly what is due. */
  readonly byWallet: bigint;
  /** For any other wallet or an exchange: at a shared address with the invoice's tail under one cent. */
  readonly byHand: bigint;
}

/**
 * Works out what to send with one option: the rest after all payments that have arrived or are on their way, and what
 * is settled otherwise, by the rule of `restToPay`, which the relay goes by too. Both are zero when nothing is left.
 */
export function amountToSend(
  option: PaymentOption,
  terms: PaymentTerms,
  standing: Pick<Standing, 'counted' | 'underWay'> & Partial<Pick<Standing, 'settled'>>,
): AmountToSend {
  const options = terms.options.map(toShareOption);
  const share = unpaidShare(options, [...standing.counted, ...standing.underWay], standing.settled);
  const rest = restToPay(toShareOption(option), share);
  return { byWallet: rest?.exact ?? 0n, byHand: rest?.tagged ?? 0n };
}
