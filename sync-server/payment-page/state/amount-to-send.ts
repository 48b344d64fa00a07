import { divideUp } from '../../../shared/money/decimal.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';
import type { Standing } from './standing.ts';

/**
 * Base units of the option's token that settle what is outstanding.
 *
 * `byWallet` is for the wallet button, whose transfer carries the invoice's tag: exactly what is due. `byHand` is for any
 * other wallet or an exchange: at a shared address it carries the invoice's tail under one cent. What remains after a
 * part payment is in proportion to what was due, rounded up to the next base unit, so that it always settles.
 */
export function amountToSend(
  option: PaymentOption,
  standing: Pick<Standing, 'due' | 'outstanding'>,
): { readonly byWallet: bigint; readonly byHand: bigint } {
  const exact = BigInt(option.exact);
  const tail = BigInt(option.tagged) - exact;
  const { due, outstanding } = standing;
  const byWallet = outstanding === due || due === 0n ? exact : divideUp(exact * outstanding, due);
  return { byWallet, byHand: byWallet + tail };
}
