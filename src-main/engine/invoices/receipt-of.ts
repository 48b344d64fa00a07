import { makeReceipt, type RefundTransfer } from '../../../shared/payment/make-receipt.ts';
import type { ReceiptCredit, ReceiptOutside } from '../../../shared/payment/receipt.ts';
import { signCanonical } from '../../../shared/sealing/canonical-signature.ts';
import type { SignedReceipt } from '../../../shared/sealing/signed-receipt.ts';
import type { KeyPair } from '../../../shared/sealing/workspace-keys.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AdjustmentDocument, InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { readCreditNote } from '../adjustments/credit-notes.ts';
import { effectiveLedger, isRefundCounted } from '../ledger/fold-settlement.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import type { RefundPayment } from '../ledger/owner-payments.ts';

/**
 * Makes and signs the receipt of an invoice from the ledger as it stands, with the owner's own checks in force. Fails
 * with `invoice.not-issued`, `receipt.not-paid` and `credit-note.damaged`.
 */
export async function receiptOf(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  signing: KeyPair,
): Promise<Result<SignedReceipt>> {
  if (!invoice.signed) return fail('invoice.not-issued', 'A draft has no receipt. Issue it first.');
  const { payable } = invoice.signed;
  const ledger = await readLedger(db, invoice);
  const inForce = ledger.remedies.filter(({ undone }) => !undone);
  const credits = creditsOf(inForce);
  if (!credits.ok) return credits;
  const receipt = makeReceipt(payable, {
    ...effectiveLedger(payable, ledger),
    refunds: ledger.refunds.filter(isRefundCounted).map(refundTransfer),
    outside: inForce.flatMap(outsideOf),
    credits: credits.value,
  });
  if (!receipt.ok) return receipt;
  return ok({ receipt: receipt.value, signature: signCanonical(receipt.value, 'receipt', signing) });
}

function creditsOf(remedies: readonly AdjustmentDocument[]): Result<ReceiptCredit[]> {
  const credits: ReceiptCredit[] = [];
  for (const document of remedies) {
    if (document.kind !== 'credit-note') continue;
    const note = readCreditNote(document);
    if (!note.ok) return note;
    const { number, issueDate, totals } = note.value.signed.creditNote;
    credits.push({ number, issueDate, amount: totals.total });
  }
  return ok(credits);
}

function outsideOf({ outside, amount }: AdjustmentDocument): ReceiptOutside[] {
  return outside ? [{ date: outside.date, method: outside.method, amount }] : [];
}

function refundTransfer({ refund, payment, verification }: RefundPayment): RefundTransfer {
  return { ...payment, value: BigInt(refund.amount), isFinal: verification?.isFinal ?? false };
}
