import type { Payment } from '../../../shared/payment/payment.ts';
import { lastingIds } from '../../../shared/payment/lasting-id.ts';
import type { PaymentDocument, TransferPlace, UnmatchedDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/**
 * A transfer to one of the owner's addresses as this device knows it, whoever it is credited to. `payment` is a
 * payment by rule `manual` where no rule credits it, and `linkId` is empty then; `unmatched` says why, and is
 * null for a credited one.
 */
export interface KnownTransfer {
  readonly key: string;
  readonly payment: Payment;
  readonly linkId: string;
  readonly at: string;
  readonly unreported: boolean;
  readonly unmatched: UnmatchedDocument | null;
}

/** A transfer by its key; undefined where this device does not know it. */
export async function findTransfer(db: EngineDatabase, key: string): Promise<KnownTransfer | undefined> {
  const [payment, unmatched] = await Promise.all([db.payments.findOne(key).exec(), db.unmatched.findOne(key).exec()]);
  if (payment && (payment.linkId !== '' || !unmatched)) return creditedTransfer(payment.toMutableJSON());
  return unmatched ? unmatchedTransfer(unmatched.toMutableJSON()) : undefined;
}

/** Every transfer of a transaction, in whatever blocks it was seen. */
export async function transfersOfTransaction(db: EngineDatabase, txHash: string): Promise<KnownTransfer[]> {
  const [payments, unmatched] = await Promise.all([
    db.payments.find({ selector: { txHash } }).exec(),
    db.unmatched.find({ selector: { txHash } }).exec(),
  ]);
  const transfers = new Map(unmatched.map((document) => [document.id, unmatchedTransfer(document.toMutableJSON())]));
  for (const document of payments)
    if (document.linkId !== '' || !transfers.has(document.id))
      transfers.set(document.id, creditedTransfer(document.toMutableJSON()));
  return [...transfers.values()];
}

/** A credited transfer as it is kept. */
export function creditedTransfer({ id, payment, linkId, updatedAt, unreported }: PaymentDocument): KnownTransfer {
  return { key: id, payment, linkId, at: updatedAt, unreported, unmatched: null };
}

/** A transfer that no rule credits, as a payment by the owner's word alone. */
export function unmatchedTransfer(document: UnmatchedDocument): KnownTransfer {
  const { id, at, transfer, unreported } = document;
  const payment: Payment = { ...transfer, rule: 'manual', late: false };
  return { key: id, payment, linkId: '', at, unreported, unmatched: document };
}

/** The id of each transfer of a transaction that outlives its block; see `lastingIds`. */
export function lastingIdsOf(all: readonly KnownTransfer[]): ReadonlyMap<string, string> {
  const ids = lastingIds(all.map(({ payment }) => payment));
  return new Map([...ids].map(([payment, id]) => [payment.key, id]));
}

/** All places of one transfer among those of its transaction: the same one in each block that it was in. */
export function placesOf(lastingId: string, all: readonly KnownTransfer[]): KnownTransfer[] {
  const ids = lastingIdsOf(all);
  return all.filter(({ key }) => ids.get(key) === lastingId);
}

/** Where a transfer is, to be written down with the owner's word on it. */
export function placeOf(payment: Payment, lastingId: string): TransferPlace {
  const { key, chainId, blockNumber, blockHash, blockTime, txHash, logIndex, token, from, to, units } = payment;
  return { lastingId, key, chainId, blockNumber, blockHash, blockTime, txHash, logIndex, token, from, to, units };
}
