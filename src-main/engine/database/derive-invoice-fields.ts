import { draftTotals } from '../../../shared/invoice/draft-totals.ts';
import { formatDecimal } from '../../../shared/money/decimal.ts';
import { currencyDigits, isCurrencyCode } from '../../../shared/money/currency.ts';
import type { InvoiceDocument, InvoicePhase } from './documents.ts';

/** The fields of an invoice that say nothing of their own: lists, sorting and search read them. */
export type DerivedInvoiceFields = Pick<
  InvoiceDocument,
  'phase' | 'number' | 'buyerName' | 'currency' | 'issueDate' | 'dueDate' | 'total' | 'searchText'
>;

/** Longest search text of one invoice, in characters: 500 lines of descriptions are cut here, for search alone. */
const searchTextLimit = 20_000;

/** Works out an invoice's derived fields from its draft, its signed document and its state. */
export function deriveInvoiceFields(
  invoice: Pick<InvoiceDocument, 'trashed' | 'lifecycle' | 'settlement' | 'draft' | 'signed'>,
): DerivedInvoiceFields {
  const { draft, signed } = invoice;
  const issued = signed?.payable.invoice;
  const buyer = issued?.buyer ?? draft.buyer;
  const currency = issued?.currency ?? draft.currency;
  const total = issued?.totals.total ?? draftTotals(draft)?.total ?? '';
  const fields = {
    phase: phaseOf(invoice),
    number: issued?.number ?? '',
    // A draft holds what was typed, however long; an index does not.
    buyerName: (buyer.name || buyer.email).slice(0, 300),
    currency,
    issueDate: (issued?.issueDate ?? draft.issueDate).slice(0, 10),
    dueDate: (issued?.dueDate ?? draft.dueDate).slice(0, 10),
    total,
  };
  const lines = (issued?.lines ?? draft.lines).map((line) => line.description);
  const amount =
    total === '' || !isCurrencyCode(currency) ? '' : formatDecimal(BigInt(total), currencyDigits(currency));
  const texts = [fields.number, buyer.name, buyer.email, amount, currency, draft.purchaseOrder, ...lines];
  return { ...fields, searchText: texts.filter(Boolean).join('\n').slice(0, searchTextLimit) };
}

/** Tells whether the derived fields are what they should be; merged documents can differ. */
export function isDerivedCurrent(invoice: InvoiceDocument): boolean {
  const derived = deriveInvoiceFields(invoice);
  return (Object.keys(derived) as (keyof DerivedInvoiceFields)[]).every((key) => invoice[key] === derived[key]);
}

function phaseOf(invoice: Pick<InvoiceDocument, 'trashed' | 'lifecycle' | 'settlement'>): InvoicePhase {
  const { trashed, lifecycle, settlement } = invoice;
  if (trashed) return 'trash';
  if (lifecycle === 'draft') return 'draft';
  if (lifecycle !== 'issued') return 'void';
  return settlement === 'paid' || settlement === 'overpaid' ? 'paid' : 'open';
}
