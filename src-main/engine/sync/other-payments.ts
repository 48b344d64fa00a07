import { assignmentIndex } from '../adjustments/assignment-index.ts';
import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { AdjustmentDocument, InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { partPayment } from '../ledger/fold-settlement.ts';
import { checksOf } from '../ledger/ledger-entry.ts';
import { checkingRules } from '../ledger/mark-waiting.ts';
import { readAssigned } from '../ledger/owner-payments.ts';
import { wordEverOn } from '../ledger/settle-words.ts';

/** What else was paid on an invoice: by the owner's words as they stand, and as they stood at each earlier time. */
export interface OtherPayments {
  readonly now: readonly Payment[];
  readonly before: readonly (readonly Payment[])[];
}

/**
 * What was paid on an invoice beside one payment, as its relay and page reckon the rest: what rules credit, less the
 * transfers on which the owner has spoken, and the parts that the owner assigned to it. A payer may have been asked for
 * a rest before a word was given or taken back, so the words of each earlier time are kept as well; of a word that was
 * changed only the last is known.
 *
 * What the owner's own endpoint denied is left out, so that nobody can invent the part payment that makes another's
 * transfer look like the rest; what a reorganisation took away stays, for the payer may have sent the rest before that.
 */
export async function otherPayments(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  payable: PayableInvoice,
  key: string,
): Promise<OtherPayments> {
  const words = (await assignmentIndex(db)).ofInvoice(invoice.id);
  const all = [...(await creditedOf(db, invoice.linkId)), ...(await partsOf(db, invoice, payable, words))];
  const others = all.filter(({ payment }) => payment.key !== key);
  const concerned = [...new Set(others.flatMap(({ word }) => word ?? []))];
  const now = paidWhere(others, (word) => !word.undone);
  if (concerned.length === 0) return { now, before: [] };
  const times = concerned.flatMap(({ createdAt, updatedAt }) => [createdAt, updatedAt]);
  const moments = ['', ...new Set(times)].toSorted();
  // A word that was taken back and given again was not in force all the time since it was made.
  const starts = [(word: Word) => word.createdAt, (word: Word) => (word.undone ? word.createdAt : word.updatedAt)];
  const before = starts.flatMap((startOf) =>
    moments.map((at) => paidWhere(others, (word) => startOf(word) <= at && !(word.undone && word.updatedAt <= at))),
  );
  return { now, before };
}

type Word = Pick<AdjustmentDocument, 'createdAt' | 'updatedAt' | 'undone'>;

/** A payment, and the word that takes it off the invoice, or, where it is a part, gives it. */
interface Paid {
  readonly payment: Payment;
  readonly word: Word | undefined;
  readonly isPart: boolean;
}

function paidWhere(paid: readonly Paid[], isInForce: (word: Word) => boolean): Payment[] {
  return paid
    .filter(({ word, isPart }) => isPart === (word !== undefined && isInForce(word)))
    .map(({ payment }) => payment);
}

async function creditedOf(db: EngineDatabase, linkId: string): Promise<Paid[]> {
  const found = await db.payments.find({ selector: { linkId } }).exec();
  const payments = found.map((document) => document.toMutableJSON().payment);
  const checks = await checksOf(
    db,
    payments.map(({ key }) => key),
  );
  const standing = payments.filter(({ key, state }) => state === 'reversed' || checks.get(key)?.status !== 'mismatch');
  return Promise.all(
    standing.map(async (payment) => ({ payment, word: await wordEverOn(db, payment), isPart: false })),
  );
}

async function partsOf(
  db: EngineDatabase,
  { id }: InvoiceDocument,
  payable: PayableInvoice,
  words: readonly AdjustmentDocument[],
): Promise<Paid[]> {
  const given = words.map((word) => ({ ...word, undone: false }));
  const entries = await readAssigned(db, await checkingRules(db), id, given);
  const byId = new Map(words.map((word) => [word.id, word]));
  return entries
    .filter(({ payment, verification }) => payment.state === 'reversed' || verification?.status !== 'mismatch')
    .map((entry) => ({ payment: partPayment(payable, entry), word: byId.get(entry.word.id), isPart: true }));
}
