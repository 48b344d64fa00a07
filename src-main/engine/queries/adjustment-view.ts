import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import { isCounted, paymentValue } from '../../../shared/payment/settle.ts';
import type { AdjustmentView } from '../../../shared/app-api/adjustment-view.ts';
import type { AdjustmentDocument, TransferPlace, VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { isRefundCounted } from '../ledger/fold-settlement.ts';
import type { InvoiceLedger } from '../ledger/invoice-ledger.ts';
import { findWordTransfer, type AssignedPayment } from '../ledger/owner-payments.ts';
import { isBacked } from '../ledger/payment-check.ts';
import { tokenView, verificationView } from './payment-view.ts';

/** What an invoice's owner put right by hand, oldest first, undone ones too. */
export async function adjustmentViews(
  db: EngineDatabase,
  invoiceId: string,
  payable: PayableInvoice,
  ledger: InvoiceLedger,
): Promise<AdjustmentView[]> {
  const refunds = new Map(ledger.refunds.map((entry) => [entry.refund.id, entry]));
  const assigned = new Map(ledger.assigned.map((entry) => [entry.word.id, entry]));
  const remedies = ledger.remedies.map((document) => {
    const refund = refunds.get(document.id);
    const isIn = refund ? isRefundCounted(refund) : !document.undone;
    return view(document, { isCounted: isIn, verification: refund?.verification ?? null });
  });
  const words = await Promise.all(
    ledger.words.map(async (word) => wordView(db, payable, word, assigned.get(word.id), invoiceId)),
  );
  return [...remedies, ...words].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

interface Standing {
  readonly isCounted: boolean;
  readonly verification: VerificationDocument | null;
}

function view(document: AdjustmentDocument, { isCounted: isIn, verification }: Standing): AdjustmentView {
  const { id, kind, createdAt, amount, undone, note, outside, creditNote, transfer } = document;
  return {
    id,
    kind,
    at: createdAt,
    amount,
    isCounted: isIn,
    undone,
    note,
    method: outside?.method ?? null,
    number: creditNote?.number ?? null,
    transfer: transfer && { ...transferView(transfer), verification: verificationView(verification) },
  };
}

/** An assignment as one of its invoices sees it: the units and the worth of that invoice's part. */
async function wordView(
  db: EngineDatabase,
  payable: PayableInvoice,
  word: AdjustmentDocument,
  entry: AssignedPayment | undefined,
  invoiceId: string,
): Promise<AdjustmentView> {
  const share = entry?.share ?? word.assignment?.parts.find((part) => part.invoiceId === invoiceId);
  const standing = entry ?? (await findWordTransfer(db, word));
  const check = standing?.verification ?? null;
  const isIn =
    entry !== undefined &&
    isCounted(entry.payment) &&
    (check === null || check.status === 'unchecked' || isBacked(entry, check));
  const base = view({ ...word, amount: amountOf(payable, word, share) }, { isCounted: isIn, verification: check });
  return base.transfer && share ? { ...base, transfer: { ...base.transfer, units: share.units } } : base;
}

type Share = NonNullable<AdjustmentDocument['assignment']>['parts'][number];

function amountOf(payable: PayableInvoice, { transfer }: AdjustmentDocument, share: Share | undefined): string {
  if (!share || !transfer) return '0';
  return share.value ?? paymentValue(payable, { ...transfer, units: share.units }).toString();
}

function transferView(transfer: TransferPlace) {
  const { chainId, txHash, units, to } = transfer;
  return { chainId, txHash, units, to, ...tokenView(transfer) };
}
