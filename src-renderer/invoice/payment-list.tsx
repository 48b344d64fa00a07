import type { AdjustmentView, PaymentView } from '../../shared/app-api/views.ts';
import type { Payment } from '../../shared/payment/payment.ts';
import { TransactionLink } from '../components/transaction-link.tsx';
import { VerificationBadge } from '../components/verification-badge.tsx';
import { formatInstant } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { formatUnits, paymentStateWords } from '../format/payment-words.ts';
import { PaymentRemarks } from './payment-remarks.tsx';

interface PaymentListProps {
  payments: readonly PaymentView[];
  /** What the owner put right on the invoice, words on transfers among it. */
  adjustments: readonly AdjustmentView[];
  currency: string;
  /** Whether any is still to come. */
  isAwaited: boolean;
}

/** Every payment that was credited to the invoice, with where it stands on its chain and what this device says of it. */
export function PaymentList({ payments, adjustments, currency, isAwaited }: PaymentListProps) {
  if (payments.length === 0)
    return (
      <p className="muted">{isAwaited ? 'None yet. A payment shows here seconds after it is in a block.' : 'None.'}</p>
    );
  return (
    <ul className="payment-list">
      {payments.map((view) => (
        <PaymentItem key={view.payment.key} view={view} currency={currency} word={wordOn(view, adjustments)} />
      ))}
    </ul>
  );
}

/** The owner's word by which a payment pays this invoice. */
function wordOn({ payment }: PaymentView, adjustments: readonly AdjustmentView[]): AdjustmentView | undefined {
  if (payment.rule !== 'manual') return undefined;
  return adjustments.find(
    ({ kind, undone, transfer }) =>
      kind === 'assignment' && !undone && transfer?.txHash === payment.txHash && transfer.units === payment.units,
  );
}

interface PaymentItemProps {
  view: PaymentView;
  currency: string;
  word: AdjustmentView | undefined;
}

function PaymentItem({ view, currency, word }: PaymentItemProps) {
  const { payment } = view;
  return (
    <li className="payment" data-state={payment.state}>
      <div className="payment-head">
        <span className="payment-amount">{formatUnits(payment.units, view)}</span>
        <span className="muted">
          on {view.chainName}, worth {formatMinor(view.value, currency)}
        </span>
      </div>
      <dl className="payment-facts">
        <div>
          <dt>State</dt>
          <dd>
            {view.isFinal ? paymentStateWords.final : paymentStateWords[payment.state]}
            {payment.state === 'reversed' ? null : <span className="confirmations">{confirmationWords(payment)}</span>}
          </dd>
        </div>
        <div>
          <dt>Transaction</dt>
          <dd>
            <TransactionLink txHash={payment.txHash} explorerUrl={view.explorerUrl} />
          </dd>
        </div>
        <div>
          <dt>Block</dt>
          <dd>
            <span className="numeric">{payment.blockNumber}</span>
            <span className="muted">{formatInstant(new Date(payment.blockTime * 1000).toISOString())}</span>
          </dd>
        </div>
      </dl>
      <VerificationBadge verification={view.verification} />
      <PaymentRemarks view={view} word={word} />
    </li>
  );
}

/** "3/12 confirmations", and the chain's own word where that is waited for too. */
function confirmationWords({ confirmations, requiredConfirmations, awaits }: Payment): string {
  const shown = Math.min(confirmations, requiredConfirmations);
  const waits = shown < requiredConfirmations && (awaits === 'safe' || awaits === 'finalized');
  return `${shown}/${requiredConfirmations} confirmations${waits ? `, until the chain calls it ${awaits}` : ''}`;
}
