import type { InvoiceFilter, InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { DisplayState } from '../../shared/invoice/lifecycle.ts';

/** How a state is shown: its word and the tone of its chip. */
export interface StateLook {
  readonly label: string;
  readonly tone: 'neutral' | 'info' | 'attention' | 'good' | 'bad' | 'gone';
}

const looks: Readonly<Record<DisplayState, StateLook>> = {
  draft: { label: 'Draft', tone: 'neutral' },
  open: { label: 'Open', tone: 'info' },
  partial: { label: 'Part paid', tone: 'attention' },
  paid: { label: 'Paid', tone: 'good' },
  overpaid: { label: 'Overpaid', tone: 'attention' },
  overdue: { label: 'Overdue', tone: 'bad' },
  uncollectible: { label: 'Uncollectible', tone: 'gone' },
  void: { label: 'Void', tone: 'gone' },
  credited: { label: 'Credited', tone: 'gone' },
};

/** The word and tone of an invoice's state. */
export function describeState(state: DisplayState): StateLook {
  return looks[state];
}

/** What is on its way to an invoice: "Seen" until its first confirmation, then "Confirming 3/12". Never "paid". */
export function describePending(pending: InvoiceRow['pending']): string | null {
  if (!pending) return null;
  return pending.confirmations < 1
    ? 'Seen'
    : `Confirming ${Math.min(pending.confirmations, pending.requiredConfirmations)}/${pending.requiredConfirmations}`;
}

/** The tabs over the list, in order. */
export const filterLabels: readonly (readonly [InvoiceFilter, string])[] = [
  ['all', 'All'],
  ['draft', 'Drafts'],
  ['open', 'Open'],
  ['overdue', 'Overdue'],
  ['paid', 'Paid'],
  ['void', 'Void'],
];
