import { isSameAddress } from '../../../shared/money/address.ts';
import { asksForExactly, asksWithTail, type AssumableInvoice } from '../../../shared/payment/assumed-amount.ts';
import { isBefore } from '../../../shared/payment/is-before.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { foldSettlement, partPayment } from '../ledger/fold-settlement.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { settledSharesEver } from '../ledger/settled-shares.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { lastingIdsOf, placesOf, transfersOfTransaction } from '../ledger/transfers.ts';

/**
 * What there is against going by an amount, as the end of a sentence that begins "The transaction is there,
 * but"; null for nothing.
 */
export interface AmountVerdict {
  readonly against: string | null;
  /**
   * Whether it hangs on earlier payments that are not checked yet: all devices must come to one
   * verdict, in whatever order.
   */
  readonly waits: boolean;
}

/**
 * What there is against assuming that an amount without its tail is an invoice's, by the owner's own setting and the
 * owner's own invoices. The relay, which cannot be asked to be honest, names one invoice: here it is seen whether that
 * one asked for exactly this, and whether no other did.
 *
 * @param isAllowedAt whether the owner's setting let an amount be assumed at a time (Unix seconds).
 */
export async function againstAssuming(
  db: EngineDatabase,
  payment: Payment,
  invoice: InvoiceDocument,
  isAllowedAt: (blockTime: number) => boolean,
): Promise<AmountVerdict> {
  const ifAllowed: Judge = async (store, place, of, unchecked) =>
    isAllowedAt(place.blockTime) ? againstAssumption(store, place, of, unchecked) : switchedOff;
  return judged(db, payment, invoice, ifAllowed);
}

const switchedOff = 'its amount has no tail, and your settings do not let that be assumed to be an invoice’s';

/**
 * What there is against crediting an invoice with the amount of its rest: that another of the owner's invoices asked
 * for the same at the time, with its tail or without. Nothing where the payment's amount is the whole with the tail:
 * that was made the invoice's own when it was issued.
 */
export async function againstRest(
  db: EngineDatabase,
  payment: Payment,
  invoice: InvoiceDocument,
): Promise<AmountVerdict> {
  const options = invoice.signed?.payable.terms.options ?? [];
  const isWhole = options.some(
    ({ chainId, token, tagged }) =>
      chainId === payment.chainId && token.toLowerCase() === payment.token.toLowerCase() && tagged === payment.units,
  );
  return isWhole ? { against: null, waits: false } : judged(db, payment, invoice, againstOthers);
}

/** What there is against it of a transfer at one place. */
type Judge = (
  db: EngineDatabase,
  payment: Payment,
  invoice: InvoiceDocument,
  unchecked: Unchecked,
) => Promise<string | null>;

async function judged(
  db: EngineDatabase,
  payment: Payment,
  invoice: InvoiceDocument,
  judge: Judge,
): Promise<AmountVerdict> {
  const everywhere = (unchecked: Unchecked) => againstEveryPlace(db, payment, invoice, unchecked, judge);
  const counted: Unchecked = { counts: true, seen: false };
  const against = await everywhere(counted);
  if (!counted.seen) return { against, waits: false };
  const without = await everywhere({ counts: false, seen: false });
  return { against, waits: (against === null) !== (without === null) };
}

/** How earlier payments are taken that the own endpoint was not asked about yet, and whether there were any. */
interface Unchecked {
  readonly counts: boolean;
  seen: boolean;
}

async function againstEveryPlace(
  db: EngineDatabase,
  payment: Payment,
  invoice: InvoiceDocument,
  unchecked: Unchecked,
  judge: Judge,
): Promise<string | null> {
  const now = await judge(db, payment, invoice, unchecked);
  if (now === null) return null;
  for (const place of await placesBefore(db, payment, invoice.linkId))
    if ((await judge(db, place, invoice, unchecked)) === null) return null;
  return now;
}

/**
 * Where the same transfer was before reorganisations: what was right to assume of it then stays, for it is the same
 * payment, whatever comes before it now. Only the relay tells of blocks that are gone; the most that a lie about them
 * achieves is that money which is really there counts for an invoice that asked for this very amount at some time.
 */
async function placesBefore(db: EngineDatabase, { key, txHash }: Payment, linkId: string): Promise<Payment[]> {
  const all = await transfersOfTransaction(db, txHash);
  const lastingId = lastingIdsOf(all).get(key);
  if (lastingId === undefined) return [];
  return placesOf(lastingId, all)
    .filter((place) => place.key !== key && place.linkId === linkId && place.payment.state === 'reversed')
    .map(({ payment }) => payment);
}

const againstAssumption: Judge = async (db, payment, invoice, unchecked) => {
  const own = await assumable(db, invoice, payment, unchecked);
  if (!own || !asksForExactly(own, unitsOf(payment))) return 'it is not the amount that this invoice asked for then';
  const others = await rivalsOf(db, invoice, payment, unchecked);
  return said(others.find(({ assumed }) => asksForExactly(assumed, unitsOf(payment))));
};

const againstOthers: Judge = async (db, payment, invoice, unchecked) => {
  const transfer = unitsOf(payment);
  const others = await rivalsOf(db, invoice, payment, unchecked);
  return said(others.find(({ assumed }) => asksForExactly(assumed, transfer) || asksWithTail(assumed, transfer)));
};

function unitsOf(payment: Payment) {
  return { ...payment, units: BigInt(payment.units) };
}

function said(rival: { readonly number: string } | undefined): string | null {
  return rival ? `invoice ${rival.number} asked for exactly the same amount` : null;
}

/** Other invoices at the address that may have been open when the transfer came, as far as this device knows. */
async function rivalsOf(db: EngineDatabase, invoice: InvoiceDocument, payment: Payment, unchecked: Unchecked) {
  const [open, paid] = await Promise.all([
    db.invoices.find({ selector: { phase: 'open' } }).exec(),
    // What has been paid since asked for it then.
    db.invoices.find({ selector: { total: invoice.total, phase: 'paid' } }).exec(),
  ]);
  const rivals: { number: string; assumed: AssumableInvoice }[] = [];
  for (const document of [...open, ...paid]) {
    const other = document.toMutableJSON();
    if (other.id === invoice.id || !takes(other, payment)) continue;
    const assumed = await assumable(db, other, payment, unchecked);
    if (assumed) rivals.push({ number: other.number, assumed });
  }
  return rivals;
}

function takes({ signed }: InvoiceDocument, { chainId, to }: Payment): boolean {
  const options = signed?.payable.terms.options ?? [];
  return options.some(
    (option) => option.chainId === chainId && isSameAddress(option.address, to) && !option.ownAddress,
  );
}

/** An invoice as it stood before a payment came; null for one that never asked for anything. */
async function assumable(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  payment: Payment,
  unchecked: Unchecked,
): Promise<AssumableInvoice | null> {
  if (!invoice.signed) return null;
  const { payable } = invoice.signed;
  const ledger = await readLedger(db, invoice);
  const isEarlier = (entry: LedgerEntry): boolean => {
    const { movedTo, verification } = entry;
    if (entry.payment.state === 'reversed' || movedTo !== null || verification?.status === 'mismatch') return false;
    if (!isEarlierPlace(entry.payment, payment)) return false;
    // Of two blocks of one time on two chains one must not wait for the other for ever.
    if (verification?.status !== 'waiting' || isSameMoment(entry.payment, payment)) return true;
    unchecked.seen = true;
    return unchecked.counts;
  };
  const before = {
    ...ledger,
    credited: ledger.credited.filter(isEarlier),
    assigned: ledger.assigned.filter(isEarlier),
  };
  const { settledAt } = foldSettlement(payable, before);
  return {
    linkId: invoice.linkId,
    options: payable.terms.options.map((option) => ({
      ...option,
      exact: BigInt(option.exact),
      tagged: BigInt(option.tagged),
    })),
    issuedAt: Math.floor(Date.parse(invoice.issuedAt) / 1000),
    closedAt: settledAt,
    shares: settledSharesEver(payable, ledger),
    payments: [
      ...before.credited.map((entry) => entry.payment),
      ...before.assigned.map((entry) => partPayment(payable, entry)),
    ],
  };
}

/**
 * A block that is gone has no place among those that there are: only its time tells; and what is there now may
 * be the same transfer.
 */
function isEarlierPlace(one: Payment, other: Payment): boolean {
  if (other.state !== 'reversed') return one.key !== other.key && isBefore(one, other);
  return one.txHash !== other.txHash && one.blockTime < other.blockTime;
}

function isSameMoment(one: Payment, other: Payment): boolean {
  return one.chainId !== other.chainId && one.blockTime === other.blockTime;
}
