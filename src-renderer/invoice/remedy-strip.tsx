import { Banknote, FileMinus, ReceiptText, Send, Undo2 } from 'lucide-react';
import type { InvoiceView } from '../../shared/app-api/views.ts';
import { Button } from '../components/button.tsx';
import { formatMinor } from '../format/format-money.ts';
import type { InvoiceDialogName } from './invoice-dialogs.tsx';
import { offeredRemedies } from './offered-remedies.ts';
import type { Remedies } from './use-remedies.ts';

interface RemedyStripProps {
  view: InvoiceView;
  currency: string;
  remedies: Remedies;
  onOpen: (dialog: InvoiceDialogName) => void;
}

/** What is most likely wanted next, by the invoice's state: the rest stands in the menu. */
export function RemedyStrip({ view, currency, remedies, onOpen }: RemedyStripProps) {
  const offered = offeredRemedies(view);
  const { state, settlement } = view;
  if (state === 'overpaid' && settlement)
    return (
      <div className="remedy-strip">
        <p>
          {formatMinor(settlement.over, currency)} too much. Send it back and record that here, or leave it as it is.
        </p>
        <Button
          size="small"
          icon={<Undo2 size={14} aria-hidden="true" />}
          disabled={!offered.refund}
          onClick={() => onOpen('refund')}
        >
          Record refund…
        </Button>
        <ReceiptButtons {...{ remedies, onOpen }} />
      </div>
    );
  if (offered.receipt)
    return (
      <div className="remedy-strip">
        <ReceiptButtons {...{ remedies, onOpen }} />
      </div>
    );
  if (state !== 'partial' && state !== 'overdue') return null;
  return (
    <div className="remedy-strip">
      <Button size="small" icon={<Banknote size={14} aria-hidden="true" />} onClick={() => onOpen('outside')}>
        Paid outside…
      </Button>
      <Button size="small" icon={<FileMinus size={14} aria-hidden="true" />} onClick={() => onOpen('credit')}>
        Credit note…
      </Button>
    </div>
  );
}

function ReceiptButtons({ remedies, onOpen }: Pick<RemedyStripProps, 'remedies' | 'onOpen'>) {
  return (
    <>
      <Button
        size="small"
        icon={<ReceiptText size={14} aria-hidden="true" />}
        onClick={() => void remedies.saveReceipt()}
      >
        Receipt PDF
      </Button>
      <Button size="small" icon={<Send size={14} aria-hidden="true" />} onClick={() => onOpen('receipt')}>
        Send receipt…
      </Button>
    </>
  );
}
