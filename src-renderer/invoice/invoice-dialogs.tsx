import type { InvoiceView, WorkspaceView } from '../../shared/app-api/views.ts';
import { CreditDialog } from './credit-dialog.tsx';
import { EmailDialog } from './email-dialog.tsx';
import { offeredRemedies } from './offered-remedies.ts';
import { OutsideDialog } from './outside-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';
import type { InvoiceCommands } from './use-invoice-commands.ts';
import type { Remedies } from './use-remedies.ts';

export type InvoiceDialogName = 'send' | 'void' | 'write-off' | 'outside' | 'refund' | 'credit' | 'receipt';

interface InvoiceDialogsProps {
  shown: InvoiceDialogName | null;
  view: InvoiceView;
  number: string;
  currency: string;
  workspace: WorkspaceView;
  commands: InvoiceCommands;
  remedies: Remedies;
  onClose: () => void;
}

/** The dialog of an invoice's page that is open, if any. */
export function InvoiceDialogs(props: InvoiceDialogsProps) {
  const { shown, view, number, currency, workspace, commands, remedies, onClose } = props;
  const common = { number, currency, remedies, onClose };
  switch (shown) {
    case null:
      return null;
    case 'send':
      return <SendDialog open view={view} workspace={workspace} onClose={onClose} />;
    case 'outside':
      return <OutsideDialog {...common} remaining={view.settlement?.remaining ?? '0'} />;
    case 'refund':
      return <RefundDialog {...common} view={view} />;
    case 'credit':
      return <CreditDialog {...common} left={offeredRemedies(view).leftToCredit} />;
    case 'receipt':
      return (
        <EmailDialog
          title="Send receipt"
          description={`The letter has the signed receipt for ${number} as a PDF.`}
          initialTo={view.draft.buyer.email}
          onSend={remedies.sendReceipt}
          onClose={onClose}
        />
      );
    case 'void':
      return (
        <ReasonDialog
          title={`Void ${number}?`}
          description="Its payment page says so and asks for nothing any more. The number stays taken. You can reinstate it later."
          action="Void invoice"
          onConfirm={commands.voidInvoice}
          onClose={onClose}
        />
      );
    case 'write-off':
      return (
        <ReasonDialog
          title={`Write off ${number}?`}
          description="It counts as uncollectible and its payment page asks for nothing more. A payment that still comes is shown. You can reinstate it later."
          action="Write off"
          onConfirm={commands.writeOff}
          onClose={onClose}
        />
      );
  }
}
