import type { Suggestion } from '../../../shared/app-api/inbox-view.ts';
import { suggestInvoices, suggestionWords, type SuggestableInvoice } from '../../../shared/payment/suggest-invoices.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { foldSettlement } from '../ledger/fold-settlement.ts';
import type { InboxEntry } from '../ledger/inbox.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { payerIndex } from '../ledger/payer-index.ts';

/** Suggests invoices for entries of the inbox. */
export type Suggester = (entry: InboxEntry) => Promise<Suggestion[]>;

/** Newest open invoices that are looked at; those that the relay named are looked at whatever their age. */
const mostInvoices = 2_000;
/** Earlier invoices of one payer by which its clients are known. */
const mostEarlier = 50;

type Known = Omit<SuggestableInvoice, 'isNamed'> & {
  readonly linkId: string;
  readonly number: string;
  readonly buyerName: string;
};

/** Reads what suggestions are made from, once for a page of entries. */
export async function createSuggester(db: EngineDatabase, entries: readonly InboxEntry[]): Promise<Suggester> {
  const [invoices, payers] = await Promise.all([readOpen(db, entries), payerIndex(db)]);
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  return async ({ transfer: { payment, unmatched } }) => {
    const named = new Set(unmatched?.candidates ?? []);
    const before = await paidBefore(db, payers.get(payment.from.toLowerCase()) ?? new Set());
    const transfer = { ...payment, token: hex(payment.token), to: hex(payment.to), units: BigInt(payment.units) };
    const suggested = suggestInvoices(
      transfer,
      invoices.map((invoice) => ({ ...invoice, isNamed: named.has(invoice.linkId) })),
      before,
    );
    return suggested.flatMap(({ id, reasons }): Suggestion[] => {
      const invoice = byId.get(id);
      if (!invoice) return [];
      const { number, buyerName, currency, remaining } = invoice;
      const words = reasons.map((reason) => suggestionWords[reason]);
      return [{ invoiceId: id, number, buyerName, currency, remaining: remaining.toString(), reasons: words }];
    });
  };
}

async function readOpen(db: EngineDatabase, entries: readonly InboxEntry[]): Promise<Known[]> {
  const candidates = [...new Set(entries.flatMap(({ transfer }) => transfer.unmatched?.candidates ?? []))];
  const [newest, named, changed] = await Promise.all([
    db.invoices
      .find({ selector: { phase: 'open' }, sort: [{ phase: 'desc' }, { createdAt: 'desc' }], limit: mostInvoices })
      .exec(),
    db.invoices.find({ selector: { linkId: { $in: candidates } } }).exec(),
    db.adjustments.find({ selector: { kind: { $in: ['credit-note', 'paid-outside', 'tolerance'] } } }).exec(),
  ]);
  const adjusted = new Set(changed.map(({ invoiceId }) => invoiceId));
  const open = new Map<string, InvoiceDocument>();
  for (const document of [...newest, ...named])
    if (document.phase === 'open') open.set(document.id, document.toJSON() as InvoiceDocument);
  const known: Known[] = [];
  for (const invoice of open.values()) known.push(...(await suggestable(db, invoice, adjusted.has(invoice.id))));
  return known;
}

async function suggestable(db: EngineDatabase, invoice: InvoiceDocument, isAdjusted: boolean): Promise<Known[]> {
  const { id, linkId, number, buyerName, currency, signed } = invoice;
  if (!signed) return [];
  const total = BigInt(invoice.total);
  const isUntouched = invoice.received === '0' && !isAdjusted;
  const remaining = isUntouched ? total : foldSettlement(signed.payable, await readLedger(db, invoice)).remaining;
  return [
    {
      id,
      linkId,
      number,
      buyerName,
      client: buyerName.trim().toLowerCase(),
      currency,
      total,
      remaining,
      options: signed.payable.terms.options,
      issuedAt: Math.floor(Date.parse(invoice.issuedAt) / 1000),
      expiresAt: Math.floor(Date.parse(signed.payable.terms.expiresAt) / 1000),
    },
  ];
}

async function paidBefore(db: EngineDatabase, links: ReadonlySet<string>) {
  if (links.size === 0) return { invoices: new Set<string>(), clients: new Set<string>() };
  const some = [...links].slice(-mostEarlier);
  const found = await db.invoices.find({ selector: { linkId: { $in: some } } }).exec();
  return {
    invoices: new Set(found.map(({ id }) => id)),
    clients: new Set(found.map(({ buyerName }) => buyerName.trim().toLowerCase())),
  };
}

function hex(text: string): `0x${string}` {
  return `0x${text.slice(2).toLowerCase()}`;
}
