import type { RxStorageChangeEvent } from 'rxdb';
import { map, merge, mergeMap, type Observable } from 'rxjs';
import { isBefore } from '../../../shared/payment/is-before.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { InvoiceDocument, PaymentDocument, VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { assumedIndex } from '../ledger/assumed-index.ts';
import { checksOf } from '../ledger/ledger-entry.ts';
import { checkId } from '../ledger/payment-check.ts';
import { coalesce } from './coalesce.ts';

/** How long a verdict can be doubted, in seconds after the payment's block: the relay looks no further back for what was paid. */
const doubtSeconds = 30 * 86_400;

/**
 * Has payments that are an invoice's by what it asked for at the time checked again when that changes: a payment from
 * before them is told after them, reversed, credited elsewhere, denied or no longer denied; an invoice comes from another
 * device or is opened again; its owner puts something right. All of it bears on assumed amounts; on the rest of an
 * invoice, its own payments. A check that was done with is due again, of assumed amounts once after each start too, for
 * the program may have ended in between. So all devices come to one verdict, in whatever order each was told.
 */
export function watchDoubts(
  db: EngineDatabase,
  { now, onTrouble }: { readonly now: () => Date; readonly onTrouble: (error: unknown) => void },
): Doubts {
  let doubts: Doubt[] = [anything];
  const judge = coalesce(async () => {
    const taken = doubts;
    doubts = [];
    await judgeAgain(db, taken, now().getTime() / 1_000 - doubtSeconds).catch((error: unknown) => {
      doubts = [...taken, ...doubts];
      onTrouble(error);
    });
  });
  const subscription = doubtsOf(db).subscribe((doubt) => {
    doubts.push(doubt);
    void judge();
  });
  void judge();
  return {
    judged: judge,
    async stop() {
      subscription.unsubscribe();
      await judge();
    },
  };
}

/** What looks after doubts; `judged` resolves once all that was written before the call has been looked at. */
interface Doubts {
  judged(): Promise<void>;
  stop(): Promise<void>;
}

/** Something that was written, and that payments were judged by; `linkId` is empty where it is no link's payment. */
interface Doubt {
  readonly linkId: string;
  bearsOn(payment: Payment): boolean;
}

/** @param since Unix seconds; payments from before are left alone. */
async function judgeAgain(db: EngineDatabase, doubts: readonly Doubt[], since: number): Promise<void> {
  if (doubts.length === 0) return;
  const isDoubted = (payment: Payment, by: readonly Doubt[] = []): boolean =>
    payment.blockTime >= since && by.some((doubt) => doubt.bearsOn(payment));
  const assumed = [...(await assumedIndex(db)).values()].filter((payment) => isDoubted(payment, doubts));
  const byLink = Map.groupBy(doubts, ({ linkId }) => linkId);
  byLink.delete('');
  const ofLinks = await db.payments.find({ selector: { linkId: { $in: [...byLink.keys()] } } }).exec();
  const rests = ofLinks
    .filter(({ linkId, payment }) => payment.rule === 'tagged-amount' && isDoubted(payment, byLink.get(linkId)))
    .map(({ payment }) => payment);
  const checks = await checksOf(db, [...assumed, ...rests].map(checkId));
  const done = [...checks.values()].filter(({ due }) => !due);
  if (done.length > 0) await db.verifications.bulkUpsert(done.map((check) => ({ ...check, due: true })));
}

function doubtsOf({ payments, invoices, adjustments, verifications }: EngineDatabase): Observable<Doubt> {
  return merge(
    payments.eventBulks$.pipe(mergeMap(({ events }) => events.flatMap(doubtOfPayment))),
    invoices.eventBulks$.pipe(mergeMap(({ events }) => events.flatMap(doubtOfInvoice))),
    adjustments.eventBulks$.pipe(map(() => anything)),
    verifications.eventBulks$.pipe(mergeMap(({ events }) => (events.some(isDenialNews) ? [anything] : []))),
  );
}

const anything: Doubt = { linkId: '', bearsOn: () => true };

function doubtOfPayment({
  documentData: { payment, linkId },
  previousDocumentData: before,
}: RxStorageChangeEvent<PaymentDocument>): Doubt[] {
  const isSame = before?.linkId === linkId && (before.payment?.state === 'reversed') === (payment.state === 'reversed');
  const bearsOn = (other: Payment): boolean => other.key !== payment.key && !isBefore(other, payment);
  return isSame ? [] : [{ linkId, bearsOn }];
}

function doubtOfInvoice({
  documentData: { signed, lifecycle, issuedAt },
  previousDocumentData: before,
}: RxStorageChangeEvent<InvoiceDocument>): Doubt[] {
  const isSame = !signed || (before?.signed && before.lifecycle === lifecycle);
  return isSame
    ? []
    : [{ linkId: '', bearsOn: ({ blockTime }) => blockTime >= Math.floor(Date.parse(issuedAt) / 1_000) }];
}

function isDenialNews({
  documentData: { status },
  previousDocumentData: before,
}: RxStorageChangeEvent<VerificationDocument>): boolean {
  return before !== undefined && (before.status === 'mismatch') !== (status === 'mismatch');
}
