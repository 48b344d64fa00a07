import { CircleAlert, Info } from 'lucide-react';
import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import { Button } from '../components/button.tsx';
import { TransactionLink } from '../components/transaction-link.tsx';
import { VerificationBadge } from '../components/verification-badge.tsx';
import { formatInstant } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { formatUnits } from '../format/payment-words.ts';
import { confirmationWords, paymentRemarks, standingWords, type PaymentRemark } from './payment-remarks.ts';
import { useRemedies } from './use-remedies.ts';

interface PaymentListProps {
  payments: readonly PaymentView[];
  /** The owner's words on transfers are among them. */
  adjustments: readonly AdjustmentView[];
  currency: string;
  /** Whether any is still to come. */
  isAwaited: boolean;
}

/**
 * Every payment that was credited to the invoice, with where it stands on its chain and what this device says of it.
 */
export function PaymentList({ payments, adjustments, currency, isAwaited }: PaymentListProps) {
  if (payments.length === 0)
    return (
      <p className="muted">{isAwaited ? 'None yet. A payment shows here seconds after it is in a block.' : 'None.'}</p>
    );
  return (
    <ul className="payment-list">
      {payments.map((view) => (
        <PaymentItem key={view.payment.key} view={view} wordId={wordOn(view, adjustments)} currency={currency} />
      ))}
    </ul>
  );
}

interface PaymentItemProps {
  view: PaymentView;
  wordId: string | null;
  currency: string;
}

function PaymentItem({ view, wordId, currency }: PaymentItemProps) {
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
            {standingWords(view)}
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
      {paymentRemarks(view).map((remark) => (
        <Remark key={remark.text} remark={remark} />
      ))}
      <VerificationBadge verification={view.verification} source={view.unreported ? 'recorded' : 'reported'} />
      {payment.state === 'reversed' ? null : <WayOff view={view} wordId={wordId} />}
    </li>
  );
}

function Remark({ remark: { text, tone } }: { remark: PaymentRemark }) {
  const Icon = tone === 'attention' ? CircleAlert : Info;
  return (
    <p className={`payment-remark payment-remark-${tone}`}>
      <Icon size={16} aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}

/** The way off the invoice: the owner's own word is taken back, any other payment goes to the inbox. */
function WayOff({ view, wordId }: { view: PaymentView; wordId: string | null }) {
  const { takeOff, takeBack } = useRemedies();
  return (
    <div className="payment-actions">
      {view.payment.rule === 'manual' ? (
        <Button size="small" onClick={() => takeBack(view, wordId)}>
          Undo the assignment
        </Button>
      ) : (
        <Button size="small" look={view.payment.rule === 'assumed' ? 'plain' : 'quiet'} onClick={() => takeOff(view)}>
          This is not for this invoice
        </Button>
      )}
    </div>
  );
}

/** The owner's word that put a payment here: of the same transaction and amount; null where two could be meant. */
function wordOn({ payment }: PaymentView, adjustments: readonly AdjustmentView[]): string | null {
  const [word, ...others] = adjustments.filter(
    ({ kind, undone, transfer }) =>
      kind === 'assignment' && !undone && transfer?.txHash === payment.txHash && transfer.units === payment.units,
  );
  return word && others.length === 0 ? word.id : null;
}
