import { Download, RotateCcw, Send, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { AdjustmentView, InvoiceView } from '../../shared/app-api/views.ts';
import { Button } from '../components/button.tsx';
import { TransactionLink } from '../components/transaction-link.tsx';
import { VerificationBadge } from '../components/verification-badge.tsx';
import { formatInstant } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { formatUnits } from '../format/payment-words.ts';
import { shortHash } from '../format/short-hash.ts';
import { adjustmentLabel, standingOf } from './adjustment-words.ts';
import { EmailDialog } from './email-dialog.tsx';
import type { Remedies } from './use-remedies.ts';

interface AdjustmentListProps {
  view: InvoiceView;
  currency: string;
  remedies: Remedies;
}

/** What the owner put right by hand, newest first. Nothing is deleted: what was undone stays, and can be restored. */
export function AdjustmentList({ view, currency, remedies }: AdjustmentListProps) {
  const [sending, setSending] = useState<AdjustmentView | null>(null);
  const newestFirst = [...view.adjustments].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <>
      <ul className="adjustment-list">
        {newestFirst.map((one) => (
          <Adjustment
            key={one.id}
            adjustment={one}
            currency={currency}
            remedies={remedies}
            onSend={() => setSending(one)}
          />
        ))}
      </ul>
      {sending ? (
        <EmailDialog
          title={`Send credit note ${sending.number ?? ''}`}
          description="The letter has the signed credit note as a PDF."
          initialTo={view.draft.buyer.email}
          onSend={(to) => remedies.sendCreditNote(sending.id, to)}
          onClose={() => setSending(null)}
        />
      ) : null}
    </>
  );
}

interface AdjustmentProps {
  adjustment: AdjustmentView;
  currency: string;
  remedies: Remedies;
  onSend: () => void;
}

function Adjustment({ adjustment, currency, remedies, onSend }: AdjustmentProps) {
  const { id, kind, undone, amount, note } = adjustment;
  const label = adjustmentLabel(adjustment);
  const standing = standingOf(adjustment);
  return (
    <li className="adjustment" data-undone={undone ? true : undefined}>
      <div className="adjustment-text">
        <span className="adjustment-head">
          <span className="adjustment-label">{label}</span>
          {amount === '0' ? null : <span className="adjustment-amount">{formatMinor(amount, currency)}</span>}
        </span>
        <span className="muted adjustment-when">
          {formatInstant(adjustment.at)}
          {standing ? ` · ${standing}` : ''}
        </span>
        {note ? (
          <span className="adjustment-note" dir="auto">
            {note}
          </span>
        ) : null}
        <AdjustmentTransfer adjustment={adjustment} />
      </div>
      <div className="adjustment-actions">
        {kind === 'credit-note' && !undone ? (
          <>
            <Button
              look="quiet"
              size="small"
              icon={<Download size={14} aria-hidden="true" />}
              aria-label={`PDF of ${label}`}
              onClick={() => void remedies.saveCreditNote(id)}
            >
              PDF
            </Button>
            <Button
              look="quiet"
              size="small"
              icon={<Send size={14} aria-hidden="true" />}
              aria-label={`Send ${label}`}
              onClick={onSend}
            >
              Send
            </Button>
          </>
        ) : null}
        {undone ? (
          <Button
            size="small"
            icon={<RotateCcw size={14} aria-hidden="true" />}
            aria-label={`Restore: ${label}`}
            onClick={() => remedies.restore(id)}
          >
            Restore
          </Button>
        ) : (
          <Button
            size="small"
            icon={<Undo2 size={14} aria-hidden="true" />}
            aria-label={`Undo: ${label}`}
            onClick={() => remedies.undo(id)}
          >
            Undo
          </Button>
        )}
      </div>
    </li>
  );
}

/** The words of a check where the owner named the transaction, not the relay. */
const refundLabels = {
  waiting: 'Your own check is under way',
  unchecked: 'Not checked: no endpoint of your own is set',
} as const;

function AdjustmentTransfer({ adjustment: { kind, transfer, undone } }: { adjustment: AdjustmentView }) {
  if (!transfer) return null;
  return (
    <>
      <span className="adjustment-transfer">
        {formatUnits(transfer.units, transfer)} on {transfer.chainName}
        {kind === 'refund' ? (
          <>
            {' to '}
            <span className="mono" title={transfer.to}>
              {shortHash(transfer.to)}
            </span>
          </>
        ) : null}
        <TransactionLink txHash={transfer.txHash} explorerUrl={transfer.explorerUrl} />
      </span>
      {undone ? null : (
        <VerificationBadge
          verification={transfer.verification}
          {...(kind === 'refund' ? { labels: refundLabels } : {})}
        />
      )}
    </>
  );
}
