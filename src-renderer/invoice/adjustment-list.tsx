import { BadgeCheck, Banknote, FileMinus2, Link2, Send, Undo2, type LucideIcon } from 'lucide-react';
import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import { Button } from '../components/button.tsx';
import { TransactionLink } from '../components/transaction-link.tsx';
import { VerificationBadge } from '../components/verification-badge.tsx';
import { formatInstant } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { formatUnits } from '../format/payment-words.ts';
import { shortHash } from '../format/short-hash.ts';
import { describeAdjustment } from './describe-adjustment.ts';
import { useRemedies } from './use-remedies.ts';
import type { Remedy } from './use-remedy-dialog.ts';

interface AdjustmentListProps {
  adjustments: readonly AdjustmentView[];
  currency: string;
  onRemedy: (remedy: Remedy) => void;
}

const icons: Readonly<Record<AdjustmentView['kind'], LucideIcon>> = {
  refund: Undo2,
  'paid-outside': Banknote,
  'credit-note': FileMinus2,
  tolerance: BadgeCheck,
  assignment: Link2,
};

/** What the owner put right by hand, newest first: what it did, how it stands, and the way back. */
export function AdjustmentList({ adjustments, currency, onRemedy }: AdjustmentListProps) {
  const newestFirst = [...adjustments].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ul className="adjustment-list">
      {newestFirst.map((adjustment) => (
        <AdjustmentItem key={adjustment.id} adjustment={adjustment} currency={currency} onRemedy={onRemedy} />
      ))}
    </ul>
  );
}

interface AdjustmentItemProps extends Omit<AdjustmentListProps, 'adjustments'> {
  adjustment: AdjustmentView;
}

function AdjustmentItem({ adjustment, currency, onRemedy }: AdjustmentItemProps) {
  const { undone, note, transfer } = adjustment;
  const { title, effect } = describeAdjustment(adjustment, formatMinor(adjustment.amount, currency));
  const Icon = icons[adjustment.kind];
  return (
    <li className="adjustment" data-undone={undone ? true : undefined}>
      <Icon size={16} aria-hidden="true" />
      <div className="adjustment-text">
        <span className="adjustment-title">{title}</span>
        <span className="muted">{undone ? 'Undone: it counts for nothing.' : effect}</span>
        {note ? (
          <q className="adjustment-note" dir="auto">
            {note}
          </q>
        ) : null}
        {transfer ? <TransferLine transfer={transfer} /> : null}
        {transfer && !undone && adjustment.amount !== '0' ? (
          <VerificationBadge verification={transfer.verification} source="recorded" />
        ) : null}
      </div>
      <div className="adjustment-side">
        <time dateTime={adjustment.at}>{formatInstant(adjustment.at)}</time>
        <AdjustmentButtons adjustment={adjustment} title={title} onRemedy={onRemedy} />
      </div>
    </li>
  );
}

function TransferLine({ transfer }: { transfer: NonNullable<AdjustmentView['transfer']> }) {
  const { units, chainName, txHash, explorerUrl, to } = transfer;
  return (
    <span className="adjustment-transfer muted">
      {formatUnits(units, transfer)} on {chainName} to{' '}
      <span className="mono" title={to}>
        {shortHash(to)}
      </span>{' '}
      in <TransactionLink txHash={txHash} explorerUrl={explorerUrl} />
    </span>
  );
}

interface AdjustmentButtonsProps {
  adjustment: AdjustmentView;
  title: string;
  onRemedy: (remedy: Remedy) => void;
}

function AdjustmentButtons({ adjustment: { id, number, undone }, title, onRemedy }: AdjustmentButtonsProps) {
  const { undo, restore, saveCreditNote } = useRemedies();
  return (
    <div className="adjustment-buttons">
      {number ? (
        <Button look="quiet" size="small" onClick={() => saveCreditNote(id)} aria-label={`PDF of ${title}`}>
          PDF
        </Button>
      ) : null}
      {number && !undone ? (
        <Button
          look="quiet"
          size="small"
          icon={<Send size={14} aria-hidden="true" />}
          onClick={() => onRemedy({ kind: 'credit-note', id, number })}
          aria-label={`Send ${title}`}
        >
          Send…
        </Button>
      ) : null}
      <Button
        size="small"
        onClick={() => (undone ? restore(id, title) : undo(id, title))}
        aria-label={`${undone ? 'Restore' : 'Undo'}: ${title}`}
      >
        {undone ? 'Restore' : 'Undo'}
      </Button>
    </div>
  );
}
