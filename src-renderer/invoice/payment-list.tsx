import { ExternalLink, ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldQuestion, type LucideIcon } from 'lucide-react';
import type { PaymentView, Verification } from '../../shared/app-api/views.ts';
import type { PaymentState } from '../../shared/payment/payment.ts';
import { formatTokenAmount } from '../../shared/money/amount.ts';
import { formatInstant } from '../format/format-date.ts';
import { formatMinor, locale } from '../format/format-money.ts';
import { shortHash } from '../format/short-hash.ts';

interface PaymentListProps {
  payments: readonly PaymentView[];
  currency: string;
  /** Whether any is still to come. */
  isAwaited: boolean;
}

/** Every payment that was credited to the invoice, with where it stands on its chain and what this device says of it. */
export function PaymentList({ payments, currency, isAwaited }: PaymentListProps) {
  if (payments.length === 0)
    return (
      <p className="muted">{isAwaited ? 'None yet. A payment shows here seconds after it is in a block.' : 'None.'}</p>
    );
  return (
    <ul className="payment-list">
      {payments.map((view) => (
        <PaymentItem key={view.payment.key} view={view} currency={currency} />
      ))}
    </ul>
  );
}

const states: Readonly<Record<PaymentState, string>> = {
  seen: 'Seen',
  confirming: 'Confirming',
  confirmed: 'Confirmed',
  final: 'Final',
  reversed: 'Reversed by the chain',
};

function PaymentItem({ view, currency }: { view: PaymentView; currency: string }) {
  const { payment, symbol, decimals } = view;
  const amount = formatTokenAmount({ units: BigInt(payment.units), token: { decimals, symbol } }, locale);
  const shown = Math.min(payment.confirmations, payment.requiredConfirmations);
  return (
    <li className="payment" data-state={payment.state}>
      <div className="payment-head">
        <span className="payment-amount">{amount}</span>
        <span className="muted">
          on {view.chainName}, worth {formatMinor(view.value, currency)}
        </span>
      </div>
      <dl className="payment-facts">
        <div>
          <dt>State</dt>
          <dd>
            {states[payment.state]}
            {payment.state === 'reversed' ? null : (
              <span className="confirmations">
                {shown}/{payment.requiredConfirmations} confirmations
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>Transaction</dt>
          <dd>
            <span className="mono" title={payment.txHash}>
              {shortHash(payment.txHash)}
            </span>
            {view.explorerUrl ? (
              <a href={view.explorerUrl} target="_blank" rel="noreferrer">
                Explorer <ExternalLink size={13} aria-hidden="true" />
              </a>
            ) : null}
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
      {payment.late ? <p className="muted">It came after the due date.</p> : null}
    </li>
  );
}

const badges: Readonly<Record<Verification['status'], { icon: LucideIcon; label: string; tone: string }>> = {
  verified: { icon: ShieldCheck, label: 'Verified on your endpoint', tone: 'good' },
  waiting: { icon: ShieldEllipsis, label: 'Relay’s word; your own check is under way', tone: 'neutral' },
  unchecked: { icon: ShieldQuestion, label: 'Relay’s word; no endpoint of your own is set', tone: 'neutral' },
  mismatch: { icon: ShieldAlert, label: 'Mismatch: your endpoint disagrees, so it is not counted', tone: 'bad' },
};

function VerificationBadge({ verification }: { verification: Verification }) {
  const { icon: Icon, label, tone } = badges[verification.status];
  return (
    <p className={`verification verification-${tone}`}>
      <Icon size={16} aria-hidden="true" />
      <span>
        {label}
        {verification.detail ? <span className="muted-block">{verification.detail}</span> : null}
      </span>
    </p>
  );
}
