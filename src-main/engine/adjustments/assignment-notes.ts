import type { AdjustmentDocument, AssignedShare } from '../database/documents.ts';
import type { TimelineNote } from '../ledger/timeline.ts';
import { shortAddress, unitsText } from './adjustment-notes.ts';

/**
 * A word on a transfer, what it was before (null: nothing was said), and the invoices to which a rule
 * credits the transfer.
 */
interface WordChange {
  readonly word: AdjustmentDocument;
  readonly before: AdjustmentDocument | null;
  readonly credited: ReadonlySet<string>;
  readonly at: string;
}

/** What a word on a transfer says in the histories of the invoices that gain or lose by it. */
export function assignmentNotes({ word, before, credited, at }: WordChange): TimelineNote[] {
  const { transfer } = word;
  if (!transfer) return [];
  const now = sharesOf(word, credited, transfer.units);
  const then = sharesOf(before, credited, transfer.units);
  const base = { occasion: `${word.id}/${at}`, at, paymentKey: transfer.key, txHash: transfer.txHash };
  const text = (units: string) =>
    `${unitsText(transfer.chainId, transfer.token, units)} from ${shortAddress(transfer.from)}`;
  const notes: TimelineNote[] = [];
  for (const [invoiceId, units] of now) {
    if (then.get(invoiceId) === units) continue;
    const note = { ...base, invoiceId };
    if (word.undone)
      notes.push({
        ...note,
        kind: 'adjustment-undone',
        detail: `Undone: ${text(units)} counts for this invoice again.`,
      });
    else
      notes.push({ ...note, kind: 'payment-assigned', detail: `${text(units)} was assigned to this invoice by you.` });
  }
  for (const [invoiceId, units] of then) {
    if (now.has(invoiceId)) continue;
    const note = { ...base, invoiceId };
    if (word.undone)
      notes.push({
        ...note,
        kind: 'adjustment-undone',
        detail: `Undone: ${text(units)} is not assigned to this invoice any more.`,
      });
    else notes.push({ ...note, kind: 'payment-released', detail: `${text(units)} was taken off this invoice by you.` });
  }
  return notes;
}

/** What each invoice has of a transfer: by the word where one is in force, else by the rule. */
function sharesOf(
  word: AdjustmentDocument | null,
  credited: ReadonlySet<string>,
  whole: string,
): ReadonlyMap<string, string> {
  if (word && !word.undone)
    return new Map((word.assignment?.parts ?? []).map(({ invoiceId, units }: AssignedShare) => [invoiceId, units]));
  return new Map([...credited].map((invoiceId) => [invoiceId, whole]));
}
