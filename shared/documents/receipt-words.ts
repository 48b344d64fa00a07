import { findChain } from '../money/chain.ts';
import { tokenAmountToDecimal } from '../money/amount.ts';
import type { Receipt, ReceiptOutside, ReceiptPayment, ReceiptRefund } from '../payment/receipt.ts';
import { documentDate, documentNumber } from './document-format.ts';

/** When the invoice was paid, in words. */
export function paidWords({ settledAt, date }: Receipt): string {
  return `Paid ${documentDate(settledAt?.slice(0, 10) ?? date)}`;
}

/**
 * How sure it is. "Confirmed" and "final" are two things: a confirmed payment counts, and only a block that its chain
 * has finalised can no longer be replaced by another.
 */
export function finalityWords({ totals, payments, refunds }: Receipt): string {
  if (payments.length + refunds.length === 0) return '';
  if (totals.isFinal) return 'It is final: no reorganisation of a chain can take it back.';
  return 'It is confirmed, and not all of it is final yet: until it is, a reorganisation of a chain could take it back.';
}

/** A quantity of a token on its chain: "1,200.004711 USDC on Base". */
export function transferWords(transfer: ReceiptPayment | ReceiptRefund): string {
  const units = tokenAmountToDecimal({ units: BigInt(transfer.units), token: transfer });
  return `${documentNumber(units)} ${transfer.symbol} on ${findChain(transfer.chainId)?.name ?? `chain ${transfer.chainId}`}`;
}

/** Where a payment stands on its chain: "Final", or "Confirmed, 12 of 12". */
export function stateWords(payment: ReceiptPayment): string {
  return payment.isFinal ? 'Final' : `Confirmed, ${payment.confirmations} of ${payment.requiredConfirmations}`;
}

const methods: Readonly<Record<ReceiptOutside['method'], string>> = {
  cash: 'Cash',
  bank: 'Bank transfer',
  card: 'Card',
  other: 'Other means',
};

/** How money came that no chain shows. */
export function methodWords({ method }: ReceiptOutside): string {
  return methods[method];
}
