import type { QueryOutput } from '../../../shared/app-api/app-api.ts';
import type { InboxList, UnmatchedView } from '../../../shared/app-api/inbox-view.ts';
import { minorAtPar } from '../../../shared/money/par.ts';
import { findToken } from '../../../shared/money/token.ts';
import { paymentValue } from '../../../shared/payment/settle.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { readInbox, type InboxEntry } from '../ledger/inbox.ts';
import { checkingRules } from '../ledger/mark-waiting.ts';
import { manualEntry } from '../ledger/owner-payments.ts';
import { createSuggester, type Suggester } from './inbox-suggestions.ts';
import { inboxExplanation } from './inbox-explanation.ts';
import { tokenView, verificationView } from './payment-view.ts';

/** One list of the inbox, newest first, and how many it holds. Suggestions are made for what waits for a decision. */
export async function showInbox(
  db: EngineDatabase,
  { list, limit }: { readonly list: InboxList; readonly limit: number },
): Promise<QueryOutput<'inbox'>> {
  const entries = (await readInbox(db)).filter((entry) => entry.list === list);
  const shown = entries.slice(0, limit);
  if (shown.length === 0) return { rows: [], total: entries.length };
  const invoices = await invoicesOf(db, shown);
  const suggester = list === 'open' ? await createSuggester(db, shown) : null;
  const rows = await Promise.all(shown.map((entry) => toView(db, entry, invoices, suggester)));
  return { rows, total: entries.length };
}

/** The invoices that entries name, by id and by link. */
interface NamedInvoices {
  readonly byId: ReadonlyMap<string, InvoiceDocument>;
  readonly byLink: ReadonlyMap<string, InvoiceDocument>;
}

async function invoicesOf(db: EngineDatabase, entries: readonly InboxEntry[]): Promise<NamedInvoices> {
  const ids = entries.flatMap(({ word }) => word?.assignment?.parts ?? []).map(({ invoiceId }) => invoiceId);
  const links = entries.flatMap(({ transfer }) => transfer.unmatched?.candidates ?? []);
  const [byId, byLink] = await Promise.all([
    db.invoices.findByIds([...new Set(ids)]).exec(),
    db.invoices.find({ selector: { linkId: { $in: [...new Set(links)] } } }).exec(),
  ]);
  return {
    byId: new Map([...byId].map(([id, document]) => [id, document.toMutableJSON()])),
    byLink: new Map(byLink.map((document) => [document.linkId, document.toMutableJSON()])),
  };
}

async function toView(
  db: EngineDatabase,
  entry: InboxEntry,
  invoices: NamedInvoices,
  suggester: Suggester | null,
): Promise<UnmatchedView> {
  const { transfer, word } = entry;
  const { payment, verification, required } = await manualEntry(db, await checkingRules(db), transfer.payment);
  const { key, chainId, txHash, units, from, to, state, confirmations } = payment;
  const numbers = (transfer.unmatched?.candidates ?? []).flatMap((linkId) => invoices.byLink.get(linkId)?.number ?? []);
  return {
    key,
    at: transfer.at,
    chainId,
    txHash,
    units,
    from,
    to,
    state,
    confirmations,
    requiredConfirmations: required,
    ...tokenView(payment),
    ...pegged(payment),
    explanation: inboxExplanation(entry, numbers),
    verification: verificationView(verification),
    suggestions: suggester ? await suggester(entry) : [],
    assignment: word?.assignment
      ? {
          internal: word.assignment.internal,
          parts: word.assignment.parts.map((part) => partView(part, payment, invoices)),
        }
      : null,
  };
}

type Part = NonNullable<NonNullable<InboxEntry['word']>['assignment']>['parts'][number];

function partView(
  { invoiceId, units, value }: Part,
  payment: { readonly chainId: number; readonly token: string },
  { byId }: NamedInvoices,
) {
  const invoice = byId.get(invoiceId);
  const worth = invoice?.signed ? paymentValue(invoice.signed.payable, { ...payment, units }).toString() : '0';
  return {
    invoiceId,
    number: invoice?.number ?? '',
    buyerName: invoice?.buyerName ?? '',
    currency: invoice?.currency ?? '',
    units,
    value: value ?? worth,
  };
}

/** What it is worth in the currency of its token's peg, rounded down to minor units. */
function pegged(payment: { readonly chainId: number; readonly token: string; readonly units: string }) {
  const token = findToken(payment.chainId, payment.token);
  if (!token) return { currency: null, value: null };
  const minor = minorAtPar(BigInt(payment.units), token.peg, token.decimals);
  return { currency: token.peg, value: minor.toString() };
}
