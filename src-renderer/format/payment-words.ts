import { formatTokenAmount } from '../../shared/money/amount.ts';
import type { PaymentState } from '../../shared/payment/payment.ts';
import { locale } from './format-money.ts';

/** Where a payment stands on its chain, in a word. */
export const paymentStateWords: Readonly<Record<PaymentState, string>> = {
  seen: 'Seen',
  confirming: 'Confirming',
  confirmed: 'Confirmed',
  final: 'Final',
  reversed: 'Reversed by the chain',
};

/** Base units of a token (decimal text) as the reader writes them: "1,200.00 USDC". */
export function formatUnits(units: string, token: { readonly decimals: number; readonly symbol: string }): string {
  return formatTokenAmount({ units: BigInt(units), token }, locale);
}
