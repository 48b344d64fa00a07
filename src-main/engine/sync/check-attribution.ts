import { isSameAddress } from '../../../shared/money/address.ts';
import { isRest } from '../../../shared/payment/is-rest.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import { tagsAfterFee, tagsOf } from '../../../shared/payment/payment-tag.ts';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import type { Share } from '../../../shared/payment/rest.ts';

/**
 * What says that a payment is an invoice's: the invoice's terms, its other payments (without those that the owner's own
 * endpoint denied), which say what rest it asked for, and what there is against an assumption (rule `assumed`), as the
 * end of a sentence; null for nothing.
 */
export interface Claim {
  readonly terms: PaymentTerms;
  readonly others: readonly Payment[];
  /** Those other payments as the owner's words on transfers had them at earlier times. */
  readonly othersBefore?: readonly (readonly Payment[])[];
  /** What part of the invoice was settled otherwise, at whatever time. */
  readonly shares?: readonly Share[];
  readonly againstAssuming: string | null;
  /** The same against going by the amount of a rest (rule `tagged-amount`). */
  readonly againstRest?: string | null;
  /** Whether that hangs on other payments which are not checked yet. */
  readonly waitsForOthers?: boolean;
}

/**
 * Checks that a transfer was made for the invoice that the relay credits it to, by the invoice's own terms:
 * right token and address, and its tag or its exact tagged amount (of the whole, or of the rest after part
 * payments and adjustments) where the address is shared; without either, where the owner allows to assume it,
 * the amount without its tail.
 *
 * @param calldata Input of the transaction, hex; needed for payments credited by tag.
 * @returns What is wrong, as the end of a sentence; null when nothing is.
 */
export function checkAttribution(claim: Claim, payment: Payment, calldata: string | null): string | null {
  const { terms, againstAssuming, againstRest = null } = claim;
  const { chainId, rule, units } = payment;
  const options = terms.options.filter(
    (option) =>
      option.chainId === chainId &&
      isSameAddress(option.token, payment.token) &&
      isSameAddress(option.address, payment.to),
  );
  if (options.length === 0) return 'this invoice does not take that token at that address';
  switch (rule) {
    case 'own-address':
      return options.some((option) => option.ownAddress) ? null : 'that address is not the invoice’s own';
    case 'tagged-amount':
      if (options.some((option) => BigInt(option.tagged) === BigInt(units))) return null;
      return isRestAtSomeTime(claim, payment) ? againstRest : 'it is not the exact amount that marks this invoice';
    case 'tag':
      return isTagged(terms, payment, calldata ?? '') ? null : 'it does not carry the tag of this invoice';
    case 'assumed':
      return againstAssuming;
    case 'manual':
      return 'nobody credited it to this invoice by hand';
  }
}

function isRestAtSomeTime({ terms, others, othersBefore = [], shares }: Claim, payment: Payment): boolean {
  return [others, ...othersBefore].some((paid) => isRest(terms, payment, paid, shares));
}

function isTagged({ tag }: PaymentTerms, payment: Payment, calldata: string): boolean {
  const log = { to: payment.to, units: BigInt(payment.units) };
  return tagsOf(calldata, log).includes(tag) || tagsAfterFee(calldata, log).includes(tag);
}
