import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { formatMinor } from '../format/format-money.ts';
import type { Remedy } from './use-remedy-dialog.ts';

interface OverpaidNoticeProps {
  /** Minor units. */
  over: string;
  currency: string;
  canRefund: boolean;
  canCredit: boolean;
  onRemedy: (remedy: Remedy) => void;
}

/** Says by how much an invoice is overpaid, and what can be done about it. */
export function OverpaidNotice({ over, currency, canRefund, canCredit, onRemedy }: OverpaidNoticeProps) {
  return (
    <Notice tone="warning" title={`Overpaid by ${formatMinor(over, currency)}`}>
      <p>Send it back and record the refund. Where you had charged too much, a credit note says so.</p>
      <div className="overpaid-actions">
        {canRefund ? (
          <Button size="small" onClick={() => onRemedy({ kind: 'refund' })}>
            Record refund…
          </Button>
        ) : null}
        {canCredit ? (
          <Button size="small" look="quiet" onClick={() => onRemedy({ kind: 'credit' })}>
            Credit note…
          </Button>
        ) : null}
      </div>
    </Notice>
  );
}
