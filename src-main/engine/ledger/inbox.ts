import { assignmentId } from '../adjustments/adjustment-ids.ts';
import { assignmentIndex, type AssignmentIndex } from '../adjustments/assignment-index.ts';
import type { InboxList } from '../../../shared/app-api/inbox-view.ts';
import type { AdjustmentDocument, UnmatchedDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { compare } from './ledger-entry.ts';
import { lastingIdsOf, transfersOfTransaction, unmatchedTransfer, type KnownTransfer } from './transfers.ts';

/** A transfer that waits for its owner's word, or has it. `word` is the one in force; undefined for none. */
export interface InboxEntry {
  readonly list: InboxList;
  readonly transfer: KnownTransfer;
  readonly word: AdjustmentDocument | undefined;
}

/**
 * Reads the inbox, newest first: transfers that no rule credits, and those that were taken off an invoice or given to
 * one by their owner's word. A transfer is one entry, in whatever blocks it was; one that the chain took back is none,
 * unless something was decided on it.
 */
export async function readInbox(db: EngineDatabase): Promise<InboxEntry[]> {
  const index = await assignmentIndex(db);
  const found = await db.unmatched.find().exec();
  const unmatched = found.map((document) => document.toJSON() as UnmatchedDocument);
  const byTransaction = Map.groupBy(unmatched, ({ txHash }) => txHash);
  const credited = await creditedTransactions(db, unmatched);
  for (const word of index.all())
    if (!word.undone && !byTransaction.has(word.txHash)) byTransaction.set(word.txHash, []);
  const entries: InboxEntry[] = [];
  for (const [txHash, own] of byTransaction) {
    // Nearly all are alone in their transaction, with nothing decided: nothing more is read then.
    const isPlain = own.length === 1 && !credited.has(txHash) && index.ofTransaction(txHash).length === 0;
    const all = isPlain ? own.map(unmatchedTransfer) : await transfersOfTransaction(db, txHash);
    entries.push(...entriesOf(index, all));
  }
  return entries.sort((a, b) => compare(b.transfer.at, a.transfer.at) || compare(a.transfer.key, b.transfer.key));
}

/** How many transfers wait for a decision. */
export async function countUndecided(db: EngineDatabase): Promise<number> {
  return (await readInbox(db)).filter(({ list }) => list === 'open').length;
}

function entriesOf(index: AssignmentIndex, all: readonly KnownTransfer[]): InboxEntry[] {
  const ids = lastingIdsOf(all);
  const places = Map.groupBy(all, ({ key }) => ids.get(key) ?? key);
  return [...places].flatMap(([lastingId, ofOne]): InboxEntry[] => {
    const transfer = standing(ofOne);
    const found = index.get(assignmentId(lastingId));
    const word = found && !found.undone ? found : undefined;
    if (!transfer || (!word && (transfer.linkId !== '' || transfer.payment.state === 'reversed'))) return [];
    return [{ list: listOf(transfer, word), transfer, word }];
  });
}

/** Where a transfer is now: in the highest block that stands, else in the last that it was in. */
function standing(places: readonly KnownTransfer[]): KnownTransfer | undefined {
  const isGone = ({ payment }: KnownTransfer): number => Number(payment.state === 'reversed');
  const [first] = places.toSorted(
    (a, b) => isGone(a) - isGone(b) || Number(BigInt(b.payment.blockNumber) - BigInt(a.payment.blockNumber)),
  );
  return first;
}

function listOf({ unmatched }: KnownTransfer, word: AdjustmentDocument | undefined): InboxList {
  if (!word?.assignment) return unmatched?.reason === 'internal' ? 'internal' : 'open';
  if (word.assignment.internal) return 'internal';
  return word.assignment.parts.length > 0 ? 'assigned' : 'open';
}

/** The transactions of which something is credited by a rule. */
async function creditedTransactions(
  db: EngineDatabase,
  unmatched: readonly UnmatchedDocument[],
): Promise<ReadonlySet<string>> {
  if (unmatched.length === 0) return new Set();
  const hashes = [...new Set(unmatched.map(({ txHash }) => txHash))];
  const found = await db.payments.find({ selector: { txHash: { $in: hashes } } }).exec();
  return new Set(found.filter(({ linkId }) => linkId !== '').map(({ txHash }) => txHash));
}
