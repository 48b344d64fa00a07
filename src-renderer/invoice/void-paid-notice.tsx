import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { formatMinor } from '../format/format-money.ts';
import type { Remedy } from './use-remedy-dialog.ts';

interface VoidPaidNoticeProps {
  /** Minor units. */
  received: string;
  currency: string;
  canRefund: boolean;
  onRemedy: (remedy: Remedy) => void;
  onReinstate: () => void;
}

/**
 * Says that money came in for a void invoice, a transfer that was under way when it was voided, say,
 * and what can be done.
 */
export function VoidPaidNotice({ received, currency, canRefund, onRemedy, onReinstate }: VoidPaidNoticeProps) {
  return (
    <Notice tone="warning" title={`${formatMinor(received, currency)} came in for this void invoice`}>
      <p>Send it back and record the refund, or reinstate the invoice if the money is yours to keep.</p>
      <div className="overpaid-actions">
        {canRefund ? (
          <Button size="small" onClick={() => onRemedy({ kind: 'refund' })}>
            Record refund…
          </Button>
        ) : null}
        <Button size="small" look="quiet" onClick={onReinstate}>
          Reinstate
        </Button>
      </div>
    </Notice>
  );
}
