import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import { paymentStateWords } from '../format/payment-words.ts';

/** A sentence about a payment that is not like others; `attention` for one that wants a look. */
export interface PaymentRemark {
  readonly text: string;
  readonly tone: 'plain' | 'attention';
}

/** What is to be said of a payment beside its amount and its state on the chain. */
export function paymentRemarks({ payment, unreported, movedTo }: PaymentView): PaymentRemark[] {
  const remarks: PaymentRemark[] = [];
  const say = (text: string, tone: PaymentRemark['tone'] = 'plain'): void => void remarks.push({ text, tone });
  if (payment.rule === 'assumed')
    say('Assumed: it came without its tail, and this was the only open invoice that asks for the amount.', 'attention');
  if (payment.rule === 'manual') say('Assigned by you.');
  if (unreported) say('Unreported: your own endpoint found it; the relay has not told of it.', 'attention');
  if (payment.late) say('Late: it came after the due date.');
  if (movedTo !== null) say('The same transfer is in another block now, and counts there.');
  return remarks;
}

/** Where a payment stands, told apart further than its state: confirmed counts already, final cannot be taken back. */
export function standingWords({ payment, isFinal }: PaymentView): string {
  if (payment.state !== 'confirmed' && payment.state !== 'final') return paymentStateWords[payment.state];
  return isFinal ? paymentStateWords.final : `${paymentStateWords.confirmed}, not final yet`;
}

/** "3/12 confirmations", and for what word of the chain it waits once it has the blocks. */
export function confirmationWords({ confirmations, requiredConfirmations, awaits }: PaymentView['payment']): string {
  const shown = Math.min(confirmations, requiredConfirmations);
  const isAwaited = shown < requiredConfirmations && (awaits === 'safe' || awaits === 'finalized');
  return `${shown}/${requiredConfirmations} confirmations${isAwaited ? `, until the chain calls it ${awaits}` : ''}`;
}
