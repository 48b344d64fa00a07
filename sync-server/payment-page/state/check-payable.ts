import { isCurrencyCode } from '../../../shared/money/currency.ts';
import { pow10 } from '../../../shared/money/decimal.ts';
import { findToken } from '../../../shared/money/token.ts';
import type { PayableInvoice, PaymentOption } from '../../../shared/payment/payment-terms.ts';
import { amountDue, settlesAtPar } from '../../../shared/payment/terms.ts';

/**
 * Tells whether the terms ask for what the invoice says: in every option the token's decimals are those of the
 * registry, the amount is the total (at par to the last unit, with a rate to a cent of the token), and the
 * tail is under one cent.
 *
 * A signature only says who wrote it. A seller's faulty program could sign "1,200.00" with terms for 12,000 USDC.
 */
export function checkPayable(payable: PayableInvoice): boolean {
  const { invoice, terms } = payable;
  if (!isCurrencyCode(invoice.currency) || BigInt(invoice.totals.total) <= 0n) return false;
  return terms.options.every((option) => isConsistent(option, payable));
}

function isConsistent(option: PaymentOption, { invoice, terms }: PayableInvoice): boolean {
  const exact = BigInt(option.exact);
  const tail = BigInt(option.tagged) - exact;
  const cent = option.decimals >= 2 ? pow10(option.decimals - 2) : 1n;
  if (exact <= 0n || tail < 0n || tail >= cent) return false;
  const token = findToken(option.chainId, option.token);
  // A token of the owner's own choice: the page says that it has no record of it.
  if (!token) return true;
  if (token.decimals !== option.decimals) return false;
  const due = amountDue({ minor: BigInt(invoice.totals.total), currency: invoice.currency }, token, terms.rates);
  if (!due.ok) return false;
  const difference = due.value > exact ? due.value - exact : exact - due.value;
  return settlesAtPar(token, invoice.currency) ? difference === 0n : difference <= cent;
}
