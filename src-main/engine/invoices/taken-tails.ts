import { addDays } from '../../../shared/invoice/calendar-date.ts';
import type { PaymentOption, PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** Longest time that settings allow payments to be looked for after the due date, in days. */
export const longestMonitoring = 3650;

type Place = Pick<PaymentOption, 'chainId' | 'token' | 'address' | 'exact'>;

/**
 * The tails that a new invoice must not have: those with which another invoice that is still looked for asks for the same
 * amount of the same token at the same address. Sums in other currencies can come to the same amount, so it is the amount
 * in the token that is compared, never the invoice's total.
 *
 * @param options What the new invoice asks for, before its tail.
 */
export async function takenTails(
  db: EngineDatabase,
  options: readonly Place[],
  now: Date,
): Promise<ReadonlySet<number>> {
  const watched = await watchedTails(db, now);
  const nowText = now.toISOString();
  const tails = new Set<number>();
  for (const option of options)
    for (const [tail, monitorUntil] of watched.get(placeKey(option)) ?? [])
      if (monitorUntil >= nowText) tails.add(tail);
  return tails;
}

/** By what is asked for before the tail: each tail in use, with the instant until which it is looked for. */
type WatchedTails = Map<string, Map<number, string>>;

const known = new WeakMap<EngineDatabase, Promise<WatchedTails>>();

/** Read once from all invoices that can still be looked for, then kept up with every write, also of other devices. */
function watchedTails(db: EngineDatabase, now: Date): Promise<WatchedTails> {
  const reading = known.get(db) ?? readTails(db, now);
  known.set(db, reading);
  reading.catch(() => known.delete(db));
  return reading;
}

async function readTails(db: EngineDatabase, now: Date): Promise<WatchedTails> {
  const tails: WatchedTails = new Map();
  db.invoices.eventBulks$.subscribe(({ events }) => {
    for (const { documentData } of events) addTerms(tails, (documentData as InvoiceDocument).signed?.payable.terms);
  });
  const earliest = addDays(now.toISOString().slice(0, 10), -longestMonitoring - 2);
  const phases = ['open', 'paid', 'void'] as const;
  for (const phase of phases) {
    const found = await db.invoices.find({ selector: { phase, dueDate: { $gte: earliest } } }).exec();
    for (const invoice of found) addTerms(tails, invoice.signed?.payable.terms);
  }
  return tails;
}

function addTerms(tails: WatchedTails, terms: PaymentTerms | undefined): void {
  if (!terms) return;
  for (const option of terms.options) {
    if (option.ownAddress) continue;
    const key = placeKey(option);
    const taken = tails.get(key) ?? new Map<number, string>();
    const until = taken.get(terms.tail) ?? '';
    if (until < terms.monitorUntil) taken.set(terms.tail, terms.monitorUntil);
    tails.set(key, taken);
  }
}

function placeKey({ chainId, token, address, exact }: Place): string {
  return `${chainId}|${token}|${address}|${exact}`.toLowerCase();
}
