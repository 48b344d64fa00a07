import { assignmentId } from '../adjustments/adjustment-ids.ts';
import { assignmentIndex, type AssignmentIndex } from '../adjustments/assignment-index.ts';
import type { AdjustmentDocument, InvoiceDocument, PaymentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { checksOf, compare, standingOf, unasked, type LedgerEntry } from './ledger-entry.ts';
import { checkingRules, type CheckingRules } from './mark-waiting.ts';
import { readAssigned, readRefunds, type AssignedPayment, type RefundPayment } from './owner-payments.ts';
import { lastingIdsOf, placesOf, transfersOfTransaction, type KnownTransfer } from './transfers.ts';

/** A payment that a rule credits to the invoice. */
export type CreditedPayment = LedgerEntry & Pick<PaymentDocument, 'seenAt' | 'updatedAt' | 'unreported'>;

/**
 * Everything that an invoice's settlement is made of. `remedies` are its adjustments other than
 * assignments, undone ones too.
 */
export interface InvoiceLedger {
  readonly credited: readonly CreditedPayment[];
  readonly assigned: readonly AssignedPayment[];
  readonly refunds: readonly RefundPayment[];
  readonly remedies: readonly AdjustmentDocument[];
  /** Words that name the invoice, undone ones too. */
  readonly words: readonly AdjustmentDocument[];
}

/**
 * Reads an invoice's ledger: credited payments in the order in which they were seen, without those that the
 * owner gave elsewhere.
 */
export async function readLedger(
  db: EngineDatabase,
  { id, linkId }: Pick<InvoiceDocument, 'id' | 'linkId'>,
): Promise<InvoiceLedger> {
  if (linkId === '') return { credited: [], assigned: [], refunds: [], remedies: [], words: [] };
  const [payments, adjustments, rules, index] = await Promise.all([
    db.payments.find({ selector: { linkId } }).exec(),
    db.adjustments.find({ selector: { invoiceId: id } }).exec(),
    checkingRules(db),
    assignmentIndex(db),
  ]);
  const reader = { db, rules, index };
  const remedies = adjustments.map((document) => document.toMutableJSON()).sort(byCreation);
  const words = [...index.ofInvoice(id)].sort(byCreation);
  return {
    credited: await readCredited(
      reader,
      payments.map((document) => document.toMutableJSON()),
    ),
    assigned: await readAssigned(db, rules, id, words),
    refunds: await readRefunds(
      db,
      rules,
      remedies.filter(({ kind }) => kind === 'refund'),
    ),
    remedies,
    words,
  };
}

interface Reader {
  readonly db: EngineDatabase;
  readonly rules: CheckingRules;
  readonly index: AssignmentIndex;
}

async function readCredited(reader: Reader, documents: readonly PaymentDocument[]): Promise<CreditedPayment[]> {
  const checks = await checksOf(
    reader.db,
    documents.map(({ id }) => id),
  );
  const transactions = await sharedTransactions(reader, documents);
  const entries: CreditedPayment[] = [];
  for (const { payment, linkId, seenAt, updatedAt, unreported } of documents) {
    const all = transactions.get(payment.txHash);
    if (all && isGivenElsewhere(reader.index, payment.key, all)) continue;
    const verification = checks.get(payment.key) ?? unasked(reader.rules, payment, linkId);
    const entry = { payment, linkId, required: reader.rules.required(payment), verification, movedTo: null };
    entries.push({ ...entry, seenAt, updatedAt, unreported });
  }
  const moved = entries.map((entry) => {
    const all = transactions.get(entry.payment.txHash);
    return all ? { ...entry, movedTo: movedTo(entry, entries, all) } : entry;
  });
  return moved.sort((a, b) => compare(a.seenAt, b.seenAt) || compare(a.payment.key, b.payment.key));
}

/**
 * Transactions of which there is more to know than one payment: several logs, several blocks, or a word of the owner's.
 */
async function sharedTransactions(
  { db, index }: Reader,
  documents: readonly PaymentDocument[],
): Promise<ReadonlyMap<string, readonly KnownTransfer[]>> {
  const counts = new Map<string, number>();
  for (const { txHash } of documents) counts.set(txHash, (counts.get(txHash) ?? 0) + 1);
  const shared = [...counts].filter(([txHash, count]) => count > 1 || index.ofTransaction(txHash).length > 0);
  const read = shared.map(async ([txHash]) => [txHash, await transfersOfTransaction(db, txHash)] as const);
  return new Map(await Promise.all(read));
}

function isGivenElsewhere(index: AssignmentIndex, key: string, all: readonly KnownTransfer[]): boolean {
  const lastingId = lastingIdsOf(all).get(key);
  const word = lastingId === undefined ? undefined : index.get(assignmentId(lastingId));
  return word !== undefined && !word.undone;
}

/** Where the same transfer stands now, if that is in another block. */
function movedTo(entry: LedgerEntry, entries: readonly LedgerEntry[], all: readonly KnownTransfer[]): string | null {
  const lastingId = lastingIdsOf(all).get(entry.payment.key);
  if (lastingId === undefined) return null;
  const places = new Set(placesOf(lastingId, all).map(({ key }) => key));
  const standing = standingOf(entries.filter(({ payment }) => places.has(payment.key)));
  return standing && standing.payment.key !== entry.payment.key ? standing.payment.key : null;
}

function byCreation(a: AdjustmentDocument, b: AdjustmentDocument): number {
  return compare(a.createdAt, b.createdAt) || compare(a.id, b.id);
}
