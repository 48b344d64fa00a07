import { isRest } from '../../../shared/payment/is-rest.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import { taggedTransfers } from '../../../shared/payment/payment-tag.ts';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';

/**
 * Checks that a transfer was made for the invoice that the relay credits it to, by the invoice's own terms: right token
 * and address, and its tag or its exact tagged amount (of the whole, or of the rest after part payments) where the address
 * is shared.
 *
 * @param calldata Input of the transaction, hex; needed for payments credited by tag.
 * @param others The invoice's other payments, which say what rest it asked for.
 * @returns What is wrong, as the end of a sentence; null when nothing is.
 */
export function checkAttribution(
  terms: PaymentTerms,
  payment: Payment,
  calldata: string | null,
  others: readonly Payment[],
): string | null {
  const { chainId, rule, units } = payment;
  const options = terms.options.filter(
    (option) => option.chainId === chainId && isSame(option.token, payment.token) && isSame(option.address, payment.to),
  );
  if (options.length === 0) return 'this invoice does not take that token at that address';
  switch (rule) {
    case 'own-address':
      return options.some((option) => option.ownAddress) ? null : 'that address is not the invoice’s own';
    case 'tagged-amount':
      return options.some((option) => BigInt(option.tagged) === BigInt(units)) || isRest(terms, payment, others)
        ? null
        : 'it is not the exact amount that marks this invoice';
    case 'tag':
      return isTagged(terms, payment, calldata ?? '') ? null : 'it does not carry the tag of this invoice';
    case 'assumed':
      return options.some((option) => BigInt(option.exact) === BigInt(units))
        ? null
        : 'it is not the amount of this invoice';
    case 'manual':
      return 'nobody credited it to this invoice by hand';
  }
}

function isTagged(terms: PaymentTerms, payment: Payment, calldata: string): boolean {
  return taggedTransfers(calldata).some(
    ({ tag, to, units }) => tag === terms.tag && isSame(to, payment.to) && units === BigInt(payment.units),
  );
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
