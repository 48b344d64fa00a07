import { addDays } from '../../../shared/invoice/calendar-date.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** Longest time that settings allow payments to be looked for after the due date, in days. */
export const longestMonitoring = 3650;

type Place = Pick<PaymentOption, 'chainId' | 'token' | 'address' | 'exact'>;

/** Tails that other invoices have at a place. */
export interface TakenTails {
  /** Of those that are still looked for: a new invoice must not have one. */
  readonly watched: ReadonlySet<number>;
  /** Of those that were never paid, however long ago: what a late payer sends still makes an amount ambiguous. */
  readonly unpaid: ReadonlySet<number>;
}

/**
 * The tails with which other invoices ask for the same amount of the same token at the same address as a new one.
 * Sums in other currencies can come to the same amount, so it is the amount in the token that is compared, never
 * the invoice's total.
 *
 * @param options What the new invoice asks for, before its tail.
 */
export async function takenTails(db: EngineDatabase, options: readonly Place[], now: Date): Promise<TakenTails> {
  const known = await knownTails(db, now);
  const nowText = now.toISOString();
  const watched = new Set<number>();
  const unpaid = new Set<number>();
  for (const option of options)
    for (const [tail, { monitorUntil, unpaidBy }] of known.get(placeKey(option)) ?? []) {
      if (monitorUntil >= nowText) watched.add(tail);
      if (unpaidBy.size > 0) unpaid.add(tail);
    }
  return { watched, unpaid };
}

/** How a tail is used: the instant until which it is looked for, and the ids of invoices with it that are unpaid. */
interface TailUse {
  monitorUntil: string;
  readonly unpaidBy: Set<string>;
}

/** By what is asked for before the tail: each tail that an invoice has. */
type KnownTails = Map<string, Map<number, TailUse>>;

const readings = new WeakMap<EngineDatabase, Promise<KnownTails>>();

/**
 * Read once from all invoices that are unpaid or can still be looked for, then kept up with every write,
 * also of other devices.
 */
function knownTails(db: EngineDatabase, now: Date): Promise<KnownTails> {
  const reading = readings.get(db) ?? readTails(db, now);
  readings.set(db, reading);
  reading.catch(() => readings.delete(db));
  return reading;
}

async function readTails(db: EngineDatabase, now: Date): Promise<KnownTails> {
  const tails: KnownTails = new Map();
  db.invoices.eventBulks$.subscribe(({ events }) => {
    for (const { documentData } of events) addInvoice(tails, documentData as InvoiceDocument);
  });
  const earliest = addDays(now.toISOString().slice(0, 10), -longestMonitoring - 2);
  const selectors = [
    { phase: 'open' as const },
    { phase: 'paid' as const, dueDate: { $gte: earliest } },
    { phase: 'void' as const, dueDate: { $gte: earliest } },
  ];
  for (const selector of selectors)
    for (const invoice of await db.invoices.find({ selector }).exec()) addInvoice(tails, invoice);
  return tails;
}

function addInvoice(tails: KnownTails, { id, phase, signed }: Pick<InvoiceDocument, 'id' | 'phase' | 'signed'>): void {
  const terms = signed?.payable.terms;
  if (!terms) return;
  for (const option of terms.options) {
    if (option.ownAddress) continue;
    const key = placeKey(option);
    const taken = tails.get(key) ?? new Map<number, TailUse>();
    const use = taken.get(terms.tail) ?? { monitorUntil: '', unpaidBy: new Set() };
    if (use.monitorUntil < terms.monitorUntil) use.monitorUntil = terms.monitorUntil;
    if (phase === 'open') use.unpaidBy.add(id);
    else use.unpaidBy.delete(id);
    taken.set(terms.tail, use);
    tails.set(key, taken);
  }
}

function placeKey({ chainId, token, address, exact }: Place): string {
  return `${chainId}|${token}|${address}|${exact}`.toLowerCase();
}
