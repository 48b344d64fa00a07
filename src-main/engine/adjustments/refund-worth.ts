import { isSameAddress } from '../../../shared/money/address.ts';
import { isCurrencyCode } from '../../../shared/money/currency.ts';
import { minorAtPar } from '../../../shared/money/par.ts';
import { findToken } from '../../../shared/money/token.ts';
import { optionOf } from '../../../shared/payment/exact-sum.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import { paymentValue } from '../../../shared/payment/settle.ts';
import type { TransferPlace } from '../database/documents.ts';
import type { InvoiceLedger } from '../ledger/invoice-ledger.ts';

/**
 * What a transfer to the payer is worth, in minor units of the invoice's currency, rounded down: by the terms; in a
 * token that they do not name by what its owner said that the assigned part was worth; else at par where the token is
 * pegged to that currency. Null where none of these says.
 */
export function refundWorth(
  payable: PayableInvoice,
  { assigned }: Pick<InvoiceLedger, 'assigned'>,
  transfer: Pick<TransferPlace, 'chainId' | 'token' | 'units'>,
): bigint | null {
  if (optionOf(payable.terms.options, transfer)) return paymentValue(payable, transfer);
  const units = BigInt(transfer.units);
  const part = assigned.find(
    ({ payment, share }) =>
      share.value !== null && payment.chainId === transfer.chainId && isSameAddress(payment.token, transfer.token),
  );
  if (part) return (units * BigInt(part.share.value ?? '0')) / BigInt(part.share.units);
  const token = findToken(transfer.chainId, transfer.token);
  const { currency } = payable.invoice;
  if (!token || token.peg !== currency || !isCurrencyCode(currency)) return null;
  return minorAtPar(units, currency, token.decimals);
}
