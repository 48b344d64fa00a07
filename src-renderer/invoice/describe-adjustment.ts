import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';

/** How money came that no chain shows, in words. */
export const methodLabels: Readonly<Record<NonNullable<AdjustmentView['method']>, string>> = {
  bank: 'Bank transfer',
  cash: 'Cash',
  card: 'Card',
  other: 'Other',
};

/** An adjustment in words: its name, and what it does to the invoice. */
export interface AdjustmentWords {
  readonly title: string;
  readonly effect: string;
}

/** What an adjustment is and does; `amount` is its amount as shown. */
export function describeAdjustment(adjustment: AdjustmentView, amount: string): AdjustmentWords {
  const { kind, method, number } = adjustment;
  switch (kind) {
    case 'refund':
      return {
        title: `Refund of ${amount}`,
        effect: adjustment.isCounted ? 'Taken off what was received.' : 'Not counted yet.',
      };
    case 'paid-outside':
      return {
        title: `${amount} paid outside`,
        effect: `${method ? methodLabels[method] : 'Money that no chain shows'}. Counted as received.`,
      };
    case 'credit-note':
      return { title: `Credit note ${number ?? ''}`.trim(), effect: `Takes ${amount} off what is due.` };
    case 'tolerance':
      return { title: 'Within your tolerance', effect: `${amount} short, let go by your settings: it counts as paid.` };
    case 'assignment':
      return adjustment.amount === '0'
        ? { title: 'Payment taken off', effect: 'By your word it is not for this invoice.' }
        : { title: `${amount} assigned by you`, effect: 'In place of what the relay made of the transfer.' };
  }
}
