import type { AdjustmentView } from '../../shared/app-api/views.ts';

/** How money came that no chain shows, in words. */
export const methodWords: Readonly<Record<NonNullable<AdjustmentView['method']>, string>> = {
  cash: 'Cash',
  bank: 'Bank transfer',
  card: 'Card',
  other: 'Other',
};

/** What an adjustment is, in a few words. An assignment of nothing took a payment off. */
export function adjustmentLabel({ kind, method, number, amount }: AdjustmentView): string {
  switch (kind) {
    case 'assignment':
      return amount === '0' ? 'Payment taken off' : 'Payment assigned by you';
    case 'refund':
      return 'Refund';
    case 'paid-outside':
      return method && method !== 'other' ? `Paid outside: ${methodWords[method].toLowerCase()}` : 'Paid outside';
    case 'credit-note':
      return number ? `Credit note ${number}` : 'Credit note';
    case 'tolerance':
      return 'Let go within your tolerance';
  }
}

/** Why an adjustment counts for nothing at present; empty when it counts. */
export function standingOf({ kind, isCounted, undone }: AdjustmentView): string {
  if (undone) return 'Undone: it counts for nothing';
  if (isCounted) return '';
  if (kind === 'refund') return 'Counts once it is checked and confirmed';
  return kind === 'assignment' ? 'Counts once the payment is checked and confirmed' : 'Counts for nothing yet';
}
