import type { Payment } from './payment.ts';
import type { PaymentTerms } from './payment-terms.ts';
import { restToPay, unpaidShare, type ShareOption } from './rest.ts';

/**
 * Tells whether a payment's amount is the rest that its invoice asked for after earlier payments, at an address that
 * invoices share: `rest.ts`'s tagged amount after some first few of them in the order of their blocks' times. How many had
 * arrived when the payer looked is not on record, and one may have been reversed since; so each beginning is tried, with
 * the reversed ones and without.
 *
 * @param others the invoice's other payments, whatever their state; those of later blocks are left aside.
 */
export function isRest(terms: PaymentTerms, payment: Payment, others: readonly Payment[]): boolean {
  const options = terms.options.map((option) => ({
    chainId: option.chainId,
    token: option.token.toLowerCase(),
    address: option.address.toLowerCase(),
    exact: BigInt(option.exact),
    tagged: BigInt(option.tagged),
  }));
  const paidWith = options.filter(
    (option) =>
      option.chainId === payment.chainId &&
      option.token === payment.token.toLowerCase() &&
      option.address === payment.to.toLowerCase() &&
      option.tagged > option.exact,
  );
  const earlier = others
    .filter((other) => other.key !== payment.key && other.blockTime <= payment.blockTime)
    .toSorted((a, b) => a.blockTime - b.blockTime || a.chainId - b.chainId || a.logIndex - b.logIndex);
  const standing = earlier.filter((other) => other.state !== 'reversed');
  const units = BigInt(payment.units);
  return paidWith.some(
    (option) => isAfterSome(options, standing, option, units) || isAfterSome(options, earlier, option, units),
  );
}

function isAfterSome(
  options: readonly ShareOption[],
  payments: readonly Payment[],
  option: ShareOption,
  units: bigint,
): boolean {
  return payments.some((_, at) => restToPay(option, unpaidShare(options, payments.slice(0, at + 1)))?.tagged === units);
}
