import { explorerTxUrl, findChain } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import { paymentValue } from '../../../shared/payment/settle.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import type { PaymentView, Verification } from '../../../shared/app-api/payment-view.ts';
import type { VerificationDocument } from '../database/documents.ts';
import { partPayment } from '../ledger/fold-settlement.ts';
import type { InvoiceLedger } from '../ledger/invoice-ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { isBacked } from '../ledger/payment-check.ts';

/**
 * An invoice's payments as shown, credited ones in the order in which they were seen, then the parts
 * that its owner assigned.
 */
export function paymentViews(payable: PayableInvoice, { credited, assigned }: InvoiceLedger): PaymentView[] {
  return [
    ...credited.map((entry) =>
      paymentView(entry, entry.payment, paymentValue(payable, entry.payment), entry.unreported),
    ),
    ...assigned.map((entry) => {
      const part = partPayment(payable, entry);
      const { value } = entry.share;
      return paymentView(entry, part, value === null ? paymentValue(payable, part) : BigInt(value), false);
    }),
  ];
}

function paymentView(entry: LedgerEntry, payment: Payment, value: bigint, unreported: boolean): PaymentView {
  return {
    payment: { ...payment, requiredConfirmations: entry.required },
    ...tokenView(payment),
    value: value.toString(),
    isFinal: isFinal(entry),
    movedTo: entry.movedTo,
    unreported,
    verification: verificationView(entry.verification),
  };
}

/** How a transfer's token and chain are shown. */
export function tokenView({ chainId, token: address, txHash }: Pick<Payment, 'chainId' | 'token' | 'txHash'>) {
  const token = findToken(chainId, address);
  return {
    symbol: token?.symbol ?? 'unknown token',
    decimals: token?.decimals ?? 0,
    chainName: findChain(chainId)?.name ?? `Chain ${chainId}`,
    explorerUrl: explorerTxUrl(chainId, txHash),
  };
}

/** A check as shown; null: nobody was asked. */
export function verificationView(check: VerificationDocument | null): Verification {
  if (check) return { status: check.status, detail: check.detail, checkedAt: check.checkedAt || null };
  return {
    status: 'unchecked',
    detail: "The relay's word alone: no endpoint of your own has been asked.",
    checkedAt: null,
  };
}

/** By the word of the own endpoint; by the relay's only where there is no other. */
function isFinal({ payment, linkId, required, verification }: LedgerEntry): boolean {
  if (verification === null || verification.status === 'unchecked') return payment.state === 'final';
  return verification.isFinal && isBacked({ payment, linkId, required }, verification);
}
