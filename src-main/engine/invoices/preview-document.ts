import { documentTotals, priceDraft, type PricedDraft } from '../../../shared/invoice/draft-totals.ts';
import type { FrozenInvoice } from '../../../shared/invoice/frozen-invoice.ts';
import type { InvoiceDraft, LineDraft } from '../../../shared/invoice/invoice-draft.ts';
import { isBlankLine, parseLine } from '../../../shared/invoice/parse-line.ts';
import { isCalendarDate } from '../../../shared/invoice/calendar-date.ts';
import type { Party } from '../../../shared/invoice/party.ts';
import { currencyOf, isCurrencyCode } from '../../../shared/money/currency.ts';
import { canonicalDecimal } from '../../../shared/money/decimal.ts';

/**
 * The document that a draft would become, as far as it reads: a number that does not is shown as one piece for nothing,
 * a missing date as today. For showing alone; it is never signed.
 */
export function previewDocument(
  id: string,
  draft: InvoiceDraft,
  context: { readonly seller: Party; readonly today: string },
): FrozenInvoice {
  const readable = readableDraft(draft);
  const priced = priceDraft(readable);
  if (!priced.ok) throw new Error(`A readable draft does not add up: ${priced.problem.message}`);
  const issueDate = isCalendarDate(draft.issueDate) ? draft.issueDate : context.today;
  const { discount, totals } = priced.value;
  return {
    kind: 'invoice',
    id,
    number: '',
    issueDate,
    dueDate: isCalendarDate(draft.dueDate) ? draft.dueDate : issueDate,
    currency: readable.currency,
    seller: context.seller,
    buyer: draft.buyer,
    priceMode: draft.priceMode,
    lines: previewLines(readable, priced.value),
    discountPercent: discount.kind === 'percent' ? canonicalDecimal(discount.percent) : null,
    totals: documentTotals(totals),
    notes: draft.notes,
    terms: draft.terms,
    purchaseOrder: draft.purchaseOrder,
  };
}

function readableDraft(draft: InvoiceDraft): InvoiceDraft {
  const currency = isCurrencyCode(draft.currency) ? draft.currency : 'USD';
  const lines = draft.lines
    .filter((line) => !isBlankLine(line))
    .slice(0, 500)
    .map((line) => (parseLine(line, currencyOf(currency), []).ok ? line : { ...line, ...nothing }));
  const readable = { ...draft, currency, lines: lines.length > 0 ? lines : [placeholder] };
  if (priceDraft(readable).ok) return readable;
  const undiscounted = { ...readable, discount: nothing.discount };
  // Sums beyond any ledger: the lines stay, for nothing.
  return priceDraft(undiscounted).ok
    ? undiscounted
    : { ...undiscounted, lines: lines.map((line) => ({ ...line, ...nothing })) };
}

const nothing = {
  quantity: '1',
  unitPrice: '0',
  discount: { kind: 'percent', value: '' },
  taxCategory: 'Z',
  taxRate: '0',
} as const;
const placeholder: LineDraft = { id: 'none', description: ' ', unit: '', taxReason: '', ...nothing };

function previewLines(draft: InvoiceDraft, priced: PricedDraft): FrozenInvoice['lines'] {
  return priced.lines.flatMap((line, at) => {
    const typed = draft.lines[priced.indexes[at] ?? -1];
    const amount = priced.totals.lineAmounts[at];
    if (!typed || !amount) return [];
    return {
      description: typed.description,
      quantity: canonicalDecimal(line.quantity),
      unit: typed.unit,
      unitPrice: canonicalDecimal(line.unitPrice),
      discountPercent: line.discount.kind === 'percent' ? canonicalDecimal(line.discount.percent) : null,
      discount: amount.discount.toString(),
      taxCategory: line.taxCategory,
      taxRate: canonicalDecimal(line.taxRate),
      taxReason: line.taxReason,
      amount: amount.amount.toString(),
    };
  });
}
