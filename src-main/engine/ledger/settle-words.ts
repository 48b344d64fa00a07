import { assignmentId } from '../adjustments/adjustment-ids.ts';
import { assignmentIndex } from '../adjustments/assignment-index.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { markWaiting } from './mark-waiting.ts';
import { paymentNotes } from './payment-notes.ts';
import { settleInvoice } from './settle-invoice.ts';
import { lastingIdsOf, transfersOfTransaction } from './transfers.ts';

/** The owner's word that is in force on a transfer; undefined where there is none. */
export async function wordOn(
  db: EngineDatabase,
  transfer: Pick<Payment, 'key' | 'txHash'>,
): Promise<AdjustmentDocument | undefined> {
  const word = await wordEverOn(db, transfer);
  return word?.undone ? undefined : word;
}

/** The owner's last word on a transfer, also where it was taken back. */
export async function wordEverOn(
  db: EngineDatabase,
  { key, txHash }: Pick<Payment, 'key' | 'txHash'>,
): Promise<AdjustmentDocument | undefined> {
  const index = await assignmentIndex(db);
  // Nearly always there is none: nothing more is read then.
  if (index.ofTransaction(txHash).length === 0) return undefined;
  const lastingId = lastingIdsOf(await transfersOfTransaction(db, txHash)).get(key);
  return lastingId === undefined ? undefined : index.get(assignmentId(lastingId));
}

/**
 * After news of a transfer: settles the invoices that its owner assigned it to, with what is new of it in their
 * histories, and has it checked as the owner's word.
 */
export async function settleWords(
  db: EngineDatabase,
  transfer: Omit<Payment, 'rule' | 'late'>,
  at: string,
): Promise<void> {
  const word = await wordOn(db, transfer);
  if (!word) return;
  const payment: Payment = { ...transfer, rule: 'manual', late: false };
  await markWaiting(db, [{ payment, linkId: '' }]);
  for (const { invoiceId } of word.assignment?.parts ?? []) {
    const notes = paymentNotes(invoiceId, payment, at, at).filter(({ kind }) => kind !== 'payment-seen');
    await settleInvoice(db, invoiceId, { at, notesFor: () => notes, isTakenBack: transfer.state === 'reversed' });
  }
}
