import type { Payment } from './payment.ts';
import type { PaymentTerms } from './payment-terms.ts';
import { restToPay, unpaidShare, type Share, type ShareOption } from './rest.ts';

/**
 * Tells whether a payment's amount is the rest that its invoice asked for after earlier payments, at an address that
 * invoices share: `rest.ts`'s tagged amount after some first few of them in the order of their blocks' times. How many
 * had arrived when the payer looked is not on record, and one may have been reversed since; so each beginning is tried,
 * with the reversed ones and without, and with each share of the invoice that was settled otherwise at some time.
 *
 * @param others the invoice's other payments, whatever their state; those of later blocks are left aside.
 * @param shares what was settled by more than transfers, at whatever time; that nothing was need not be among them.
 */
export function isRest(
  terms: PaymentTerms,
  payment: Payment,
  others: readonly Payment[],
  shares: readonly Share[] = [],
): boolean {
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
  const settled = [nothing, ...shares.filter(({ part }) => part !== 0n)];
  return paidWith.some((option) =>
    settled.some((share) =>
      [standing, earlier].some((payments) => isAfterSome(options, payments, option, units, share)),
    ),
  );
}

const nothing: Share = { part: 0n, whole: 1n };

function isAfterSome(
  options: readonly ShareOption[],
  payments: readonly Payment[],
  option: ShareOption,
  units: bigint,
  settled: Share,
): boolean {
  const isAsked = (first: number) =>
    restToPay(option, unpaidShare(options, payments.slice(0, first), settled))?.tagged === units;
  // With nothing paid and nothing settled it is the whole, which is no rest.
  return (settled.part !== 0n && isAsked(0)) || payments.some((_, at) => isAsked(at + 1));
}
