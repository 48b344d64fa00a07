import { canonicalDecimal } from '../money/decimal.ts';
import { ok, type Problem, type Result } from '../result.ts';
import { documentTotals, priceDraft, type PricedDraft } from './draft-totals.ts';
import type { DocumentLine, FrozenInvoice } from './frozen-invoice.ts';
import type { InvoiceDraft } from './invoice-draft.ts';
import type { Party } from './party.ts';
import { settledText } from './typed-text.ts';
import { validateDraft } from './validate-draft.ts';

/** A draft that cannot be issued: the first problem, and all of them. */
export interface IssueRefused extends Problem {
  readonly problems: readonly Problem[];
}

/** What issuing needs besides the draft. `today` (a calendar date) is the issue date when the draft names none. */
export interface IssueContext {
  readonly id: string;
  readonly number: string;
  readonly seller: Party;
  readonly today: string;
}

/**
 * Turns a draft into the immutable document that is signed: numbers in canonical form, texts settled, totals frozen.
 *
 * Fails with everything that `validateDraft` finds for issuing. The number is used up only by the caller, on success.
 */
export function issueInvoice(draft: InvoiceDraft, context: IssueContext): Result<FrozenInvoice, IssueRefused> {
  const problems = validateDraft(draft, { purpose: 'issue', seller: context.seller, today: context.today });
  const [first] = problems;
  if (first) return { ok: false, problem: { ...first, problems } };
  const priced = priceDraft(draft);
  if (!priced.ok) return { ok: false, problem: { ...priced.problem, problems: [priced.problem] } };
  const { discount, totals } = priced.value;
  return ok({
    kind: 'invoice',
    id: context.id,
    number: context.number,
    issueDate: draft.issueDate === '' ? context.today : draft.issueDate,
    dueDate: draft.dueDate,
    currency: draft.currency,
    seller: settledParty(context.seller),
    buyer: settledParty(draft.buyer),
    priceMode: draft.priceMode,
    lines: documentLines(draft, priced.value),
    discountPercent: discount.kind === 'percent' ? canonicalDecimal(discount.percent) : null,
    totals: documentTotals(totals),
    notes: settledText(draft.notes),
    terms: settledText(draft.terms),
    purchaseOrder: settledText(draft.purchaseOrder),
  });
}

function documentLines(draft: InvoiceDraft, priced: PricedDraft): DocumentLine[] {
  return priced.lines.map((line, at) => {
    const typed = draft.lines[priced.indexes[at] ?? -1];
    const amount = priced.totals.lineAmounts[at];
    if (!typed || !amount) throw new Error(`Line ${at} was priced but is not in the draft`);
    return {
      description: settledText(typed.description),
      quantity: canonicalDecimal(line.quantity),
      unit: settledText(typed.unit),
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

function settledParty(party: Party): Party {
  return {
    name: settledText(party.name),
    email: party.email.trim(),
    address: settledText(party.address),
    country: party.country,
    taxId: settledText(party.taxId),
  };
}
