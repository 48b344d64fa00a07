import type { Payment } from '../../../shared/payment/payment.ts';
import type { AdjustmentDocument, AssignedShare, TransferPlace, VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { checksOf, compare, standingOf, unasked, type LedgerEntry } from './ledger-entry.ts';
import { checkingRules, waitingCheck, type CheckingRules } from './mark-waiting.ts';
import { checkId, isAbout, isBacked } from './payment-check.ts';
import { placesOf, transfersOfTransaction } from './transfers.ts';

/** A part of a transfer that the owner credits; `payment` is the whole transfer, by rule `manual`. */
export interface AssignedPayment extends LedgerEntry {
  readonly word: AdjustmentDocument;
  readonly share: AssignedShare;
}

/** A transfer out; `payment` is that transfer. */
export interface RefundPayment extends LedgerEntry {
  readonly refund: AdjustmentDocument;
}

/** The parts that words which are in force credit to an invoice. */
export async function readAssigned(
  db: EngineDatabase,
  rules: CheckingRules,
  invoiceId: string,
  words: readonly AdjustmentDocument[],
): Promise<AssignedPayment[]> {
  const entries: AssignedPayment[] = [];
  for (const word of words) {
    const share = word.assignment?.parts.find((part) => part.invoiceId === invoiceId);
    if (word.undone || !share) continue;
    const entry = await readWordTransfer(db, rules, word);
    if (entry) entries.push({ ...entry, word, share });
  }
  return entries;
}

/** The transfer that a word speaks of, where it stands now; undefined where this device does not know it (yet). */
export async function findWordTransfer(db: EngineDatabase, word: AdjustmentDocument): Promise<LedgerEntry | undefined> {
  return readWordTransfer(db, await checkingRules(db), word);
}

async function readWordTransfer(
  db: EngineDatabase,
  rules: CheckingRules,
  word: AdjustmentDocument,
): Promise<LedgerEntry | undefined> {
  if (!word.transfer) return undefined;
  const all = await transfersOfTransaction(db, word.txHash);
  const places = placesOf(word.transfer.lastingId, all);
  const entries = await manualEntries(
    db,
    rules,
    places.map(({ payment }) => payment),
  );
  return standingOf(entries) ?? entries.toSorted((a, b) => compare(b.payment.blockNumber, a.payment.blockNumber))[0];
}

/** A transfer as its owner's word sees it, whoever it is credited to: the chain alone is asked about it. */
export async function manualEntry(db: EngineDatabase, rules: CheckingRules, payment: Payment): Promise<LedgerEntry> {
  const [entry] = await manualEntries(db, rules, [payment]);
  if (!entry) throw new Error('One payment gave no entry');
  return entry;
}

async function manualEntries(
  db: EngineDatabase,
  rules: CheckingRules,
  payments: readonly Payment[],
): Promise<LedgerEntry[]> {
  const ids = payments.flatMap(({ key }) => [key, checkId({ key, rule: 'manual' })]);
  const checks = await checksOf(db, ids);
  return payments.map((payment) => {
    const manual: Payment = { ...payment, rule: 'manual' };
    const required = rules.required(manual);
    const verification = manualCheck(rules, manual, required, checks);
    return { payment: manual, linkId: '', required, verification, movedTo: null };
  });
}

/** An answer that was given while a rule credited the transfer is as good, where it says yes. */
function manualCheck(
  rules: CheckingRules,
  payment: Payment,
  required: number,
  checks: ReadonlyMap<string, VerificationDocument>,
): VerificationDocument | null {
  const own = checks.get(checkId(payment));
  const earlier = checks.get(payment.key);
  const report = { payment, linkId: '', required };
  if (earlier && isBacked(report, earlier) && !(own && isBacked(report, own)) && own?.status !== 'mismatch')
    return earlier;
  if (own) return own;
  if (earlier?.status === 'verified' && isAbout(payment, '', earlier.facts)) return earlier;
  return unasked(rules, payment, '');
}

/** Refunds, undone ones too, as transfers that are checked like payments. */
export async function readRefunds(
  db: EngineDatabase,
  rules: CheckingRules,
  refunds: readonly AdjustmentDocument[],
): Promise<RefundPayment[]> {
  const checks = await checksOf(
    db,
    refunds.map(({ id }) => id),
  );
  return refunds.flatMap((refund) => {
    if (!refund.transfer) return [];
    const payment = refundPayment(refund.transfer, rules);
    // The word of a relay does not stand behind it, so without an answer it waits.
    const verification = checks.get(refund.id) ?? waitingCheck(refund.id, '');
    return [{ refund, payment, linkId: '', required: payment.requiredConfirmations, verification, movedTo: null }];
  });
}

/** A transfer out as a payment, to be checked like one that came in. */
export function refundPayment(transfer: TransferPlace, rules: Pick<CheckingRules, 'required'>): Payment {
  const { lastingId: _, ...place } = transfer;
  const base = { ...place, rule: 'manual', state: 'confirmed', confirmations: 0, late: false } as const;
  const requiredConfirmations = rules.required({ ...base, requiredConfirmations: 1 });
  return { ...base, confirmations: requiredConfirmations, requiredConfirmations };
}
