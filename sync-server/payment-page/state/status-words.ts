import { money } from './format.ts';
import type { Standing } from './standing.ts';

/** How firmly a status is said, which picks its colour. */
export type Tone = 'neutral' | 'progress' | 'good' | 'caution' | 'bad';

/** An invoice's status in words: `label` for the badge, `announcement` for screen readers when it changes. */
export interface StatusWords {
  readonly label: string;
  readonly tone: Tone;
  readonly announcement: string;
}

/**
 * Says where an invoice stands. Only confirmed money is called paid or received; `hasSent` is true while a payment that
 * this browser sent has not been seen on the network.
 */
export function statusWords(standing: Standing, currency: string, hasSent = false): StatusWords {
  const sum = (minor: bigint) => money(minor, currency);
  switch (standing.phase) {
    case 'void':
      return { label: 'Void', tone: 'bad', announcement: 'The seller has withdrawn this invoice. Do not pay it.' };
    case 'settled':
      return {
        label: 'Settled',
        tone: 'good',
        announcement: 'The seller holds this invoice for settled. There is nothing to pay.',
      };
    case 'paid':
      return {
        label: standing.late ? 'Paid late' : 'Paid',
        tone: 'good',
        announcement: `Paid. ${sum(standing.received)} has arrived and is confirmed.`,
      };
    case 'overpaid':
      return {
        label: 'Paid, with a surplus',
        tone: 'good',
        announcement: `Paid. ${sum(standing.received)} has arrived, which is ${sum(standing.over)} more than was due.`,
      };
    case 'seen':
      return {
        label: 'Payment seen',
        tone: 'progress',
        announcement: 'A payment has been seen on the network. It is waiting to be confirmed.',
      };
    case 'confirming':
      return { label: 'Confirming', tone: 'progress', announcement: confirmingWords(standing) };
    case 'partial':
      return {
        label: 'Partly paid',
        tone: 'caution',
        announcement: `${sum(standing.received)} has arrived. ${sum(standing.outstanding)} remains to be paid.`,
      };
    case 'waiting':
      return hasSent ? sentWords : waitingWords(standing);
  }
}

const sentWords: StatusWords = {
  label: 'Payment sent',
  tone: 'progress',
  announcement: 'Your wallet has sent the payment. Waiting for it to be seen on the network.',
};

/** Says how far a payment under way is: "Confirmation 2 of 12." */
export function confirmingWords(standing: Standing): string {
  const { progress } = standing;
  if (!progress) return 'The payment is being confirmed.';
  return `The payment is being confirmed: ${progress.confirmations} of ${progress.required}.`;
}

function waitingWords(standing: Standing): StatusWords {
  if (standing.reversed.length > 0)
    return {
      label: 'Payment reversed',
      tone: 'bad',
      announcement: 'The network took a payment back. It does not count, and the invoice is unpaid.',
    };
  if (standing.unwatched)
    return {
      label: 'Closed',
      tone: 'caution',
      announcement: 'This page no longer looks for payments. Ask the seller.',
    };
  if (standing.nowhereWatched)
    return {
      label: 'Ask the seller',
      tone: 'caution',
      announcement: 'This page cannot recognise a payment of this invoice. Ask the seller how to pay it.',
    };
  if (standing.expired) return { label: 'Expired', tone: 'caution', announcement: 'The time to pay has passed.' };
  if (standing.overdue) return { label: 'Overdue', tone: 'caution', announcement: 'This invoice is overdue.' };
  return { label: 'Awaiting payment', tone: 'neutral', announcement: 'Waiting for payment.' };
}
