import type { AdjustmentDocument, VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { checkingRules, type CheckingRules } from './mark-waiting.ts';
import { refundPayment } from './owner-payments.ts';
import { isBacked, keyOfCheck, type PaymentCheck, type Report } from './payment-check.ts';
import { refundNote, verificationNote } from './payment-notes.ts';
import { settleInvoice, settleLink } from './settle-invoice.ts';
import { wordOn } from './settle-words.ts';
import { findTransfer } from './transfers.ts';

/**
 * Writes down what the owner's own endpoint says of a transfer and settles anew what it is credited to. Idempotent; a
 * transfer that is not known is left alone. A last word stays due until the invoice is settled by it, so that a crash
 * between the two is made good by the next check.
 *
 * @param id the check's id: see `checkId`; of a refund, its adjustment's.
 */
export async function recordVerification(
  db: EngineDatabase,
  id: string,
  check: PaymentCheck,
  now: Date,
): Promise<void> {
  const at = check.checkedAt ?? now.toISOString();
  const rules = await checkingRules(db);
  const refund = await db.adjustments.findOne(id).exec();
  const isLast = refund
    ? await recordRefundCheck(db, rules, refund.toMutableJSON(), check, at)
    : await recordTransferCheck(db, rules, id, check, at);
  if (!isLast) return;
  const verdict = await db.verifications.findOne(id).exec();
  // A report that came meanwhile may say something else, which is yet to be asked about.
  await verdict?.incrementalModify((current) => (current.facts === check.facts ? { ...current, due: false } : current));
}

async function recordTransferCheck(
  db: EngineDatabase,
  rules: CheckingRules,
  id: string,
  check: PaymentCheck,
  at: string,
): Promise<boolean> {
  const transfer = await findTransfer(db, keyOfCheck(id));
  if (!transfer) return false;
  const isManual = keyOfCheck(id) !== id;
  const payment = isManual ? { ...transfer.payment, rule: 'manual' as const, late: false } : transfer.payment;
  const linkId = isManual ? '' : transfer.linkId;
  const report: Report = { payment, linkId, required: rules.required(payment) };
  await writeCheck(db, id, linkId, check);
  const notesFor = (invoiceId: string) => verificationNote(invoiceId, payment, check, isBacked(report, check), at);
  const word = isManual ? await wordOn(db, payment) : undefined;
  const options = { at, notesFor, isTakenBack: check.status === 'mismatch' };
  for (const { invoiceId } of word?.assignment?.parts ?? []) await settleInvoice(db, invoiceId, options);
  if (!isManual) await settleLink(db, linkId, options);
  // Of what is nobody's it is enough to know that it is there.
  const isIdle = isManual && !word && isBacked(report, check);
  return check.status === 'verified' && (check.isFinal || isIdle);
}

async function recordRefundCheck(
  db: EngineDatabase,
  rules: CheckingRules,
  refund: AdjustmentDocument,
  check: PaymentCheck,
  at: string,
): Promise<boolean> {
  const { id, transfer, invoiceId } = refund;
  if (!transfer) return false;
  const payment = refundPayment(transfer, rules);
  const isCounted = isBacked({ payment, linkId: '', required: payment.requiredConfirmations }, check);
  await writeCheck(db, id, '', check);
  const isTakenBack = check.status === 'mismatch';
  await settleInvoice(db, invoiceId, { at, notesFor: () => refundNote(refund, check, isCounted, at), isTakenBack });
  return check.status === 'verified' && check.isFinal;
}

async function writeCheck(db: EngineDatabase, id: string, linkId: string, check: PaymentCheck): Promise<void> {
  const { status, detail, checkedAt, facts, confirmations, isFinal } = check;
  const document: VerificationDocument = {
    id,
    linkId,
    status,
    detail,
    checkedAt: checkedAt ?? '',
    facts,
    confirmations,
    isFinal,
    due: true,
  };
  await db.verifications.upsert(document);
}
