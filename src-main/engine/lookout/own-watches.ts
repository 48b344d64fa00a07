import type { Payment } from '../../../shared/payment/payment.ts';
import type { PayableInvoice, PaymentOption } from '../../../shared/payment/payment-terms.ts';
import { restToPay, unpaidShare, type Share } from '../../../shared/payment/rest.ts';
import { createWatchIndex, type WatchIndex } from '../../../shared/payment/watch-index.ts';
import type { Watch } from '../../../shared/payment/watch.ts';
import { settingsId, type InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { partPayment } from '../ledger/fold-settlement.ts';
import { readLedger, type InvoiceLedger } from '../ledger/invoice-ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { settledNow } from '../ledger/settled-shares.ts';

/**
 * Where money for open invoices arrives on a chain, lower case; each address with when its first invoice was
 * issued (Unix seconds).
 */
export interface WatchedPlaces {
  readonly addresses: ReadonlyMap<string, number>;
  readonly tokens: ReadonlySet<string>;
}

/** The places of open invoices, by chain. */
export async function watchedPlaces(db: EngineDatabase): Promise<ReadonlyMap<number, WatchedPlaces>> {
  const places = new Map<number, { addresses: Map<string, number>; tokens: Set<string> }>();
  for (const invoice of await db.invoices.find({ selector: { phase: 'open' } }).exec()) {
    const since = seconds(invoice.issuedAt);
    for (const { chainId, address, token } of invoice.signed?.payable.terms.options ?? []) {
      const place = places.get(chainId) ?? { addresses: new Map<string, number>(), tokens: new Set<string>() };
      places.set(chainId, place);
      const at = address.toLowerCase();
      place.addresses.set(at, Math.min(place.addresses.get(at) ?? since, since));
      place.tokens.add(token.toLowerCase());
    }
  }
  return places;
}

/** Every invoice that can still be paid as the relay's own rule reads it, from what this device knows alone. */
export async function ownWatches(db: EngineDatabase): Promise<WatchIndex> {
  const [open, paid, settings, payments, adjusted] = await Promise.all([
    db.invoices.find({ selector: { phase: 'open' } }).exec(),
    db.invoices.find({ selector: { phase: 'paid' } }).exec(),
    db.settings.findOne(settingsId).exec(),
    paymentsByLink(db),
    db.adjustments.find().exec(),
  ]);
  const assume = settings?.assumeExactAmount ?? true;
  const parts = adjusted.flatMap(({ assignment }) => assignment?.parts ?? []);
  const concerned = new Set([...adjusted, ...parts].map(({ invoiceId }) => invoiceId));
  const spokenOf = new Set(adjusted.filter(({ kind }) => kind === 'assignment').map(({ txHash }) => txHash));
  const watches: Watch[] = [];
  for (const document of [...open, ...paid]) {
    const invoice = document.toMutableJSON();
    const credited = payments.get(invoice.linkId) ?? [];
    // Reading a ledger takes several queries; nearly always nothing was put right by hand.
    const isAdjusted = concerned.has(invoice.id) || credited.some(({ txHash }) => spokenOf.has(txHash));
    const { paid: sums, settled } =
      isAdjusted && invoice.signed
        ? sumsOf(invoice.signed.payable, await readLedger(db, invoice))
        : { paid: credited, settled: nothing };
    watches.push(...watchesOf(invoice, sums, settled, assume));
  }
  return createWatchIndex(watches);
}

const nothing: Share = { part: 0n, whole: 1n };

/** What was paid, and what is settled otherwise, with the owner's words in force as at the relay. */
function sumsOf(payable: PayableInvoice, ledger: InvoiceLedger): { paid: readonly Payment[]; settled: Share } {
  const isThere = ({ payment, movedTo }: LedgerEntry): boolean => payment.state !== 'reversed' && movedTo === null;
  return {
    paid: [
      ...ledger.credited.filter(isThere).map(({ payment }) => payment),
      ...ledger.assigned.filter(isThere).map((entry) => partPayment(payable, entry)),
    ],
    settled: settledNow(payable, ledger),
  };
}

async function paymentsByLink(db: EngineDatabase): Promise<ReadonlyMap<string, readonly Payment[]>> {
  const found = await db.payments.find().exec();
  const standing = found.map((document) => document.toMutableJSON()).filter(({ state }) => state !== 'reversed');
  const grouped = Map.groupBy(standing, ({ linkId }) => linkId);
  return new Map([...grouped].map(([linkId, documents]) => [linkId, documents.map(({ payment }) => payment)]));
}

function watchesOf(
  { signed, linkId, phase, issuedAt }: InvoiceDocument,
  paid: readonly Payment[],
  settled: Share,
  assume: boolean,
): Watch[] {
  if (!signed) return [];
  const { terms } = signed.payable;
  const options = terms.options.map(asAsked);
  const share = paid.length > 0 || settled.part !== 0n ? unpaidShare(options, paid, settled) : null;
  return options.map((option): Watch => {
    const rest = share && restToPay(option, share);
    return {
      ...option,
      linkId,
      tag: terms.tag,
      expiresAt: seconds(terms.expiresAt),
      monitorUntil: seconds(terms.monitorUntil),
      issuedAt: seconds(issuedAt),
      assume,
      isOpen: phase === 'open' && (share === null || rest !== null),
      ...(rest ? { rest } : {}),
    };
  });
}

function asAsked({ chainId, token, address, ownAddress, exact, tagged }: PaymentOption) {
  return {
    chainId,
    token: lower(token),
    address: lower(address),
    ownAddress,
    exact: BigInt(exact),
    tagged: BigInt(tagged),
  };
}

function lower(address: string): `0x${string}` {
  return `0x${address.slice(2).toLowerCase()}`;
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
