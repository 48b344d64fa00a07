import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Modal } from '../components/modal.tsx';
import { CreditForm } from './credit-form.tsx';
import { OutsideForm } from './outside-form.tsx';
import { PaperForm } from './paper-form.tsx';
import { RefundForm } from './refund-form.tsx';
import type { Remedy, RemedyDialogState } from './use-remedy-dialog.ts';
import { WriteOffForm } from './write-off-form.tsx';

interface RemedyDialogProps {
  state: RemedyDialogState;
  view: InvoiceView;
  number: string;
  workspace: WorkspaceView;
}

/** The dialog in which a remedy is written down. */
export function RemedyDialog({ state, view, number, workspace }: RemedyDialogProps) {
  const { remedy, isOpen, close } = state;
  const { title, description } = wordsOf(remedy, number);
  return (
    <Modal open={isOpen} onClose={close} title={title} description={description}>
      {remedy.kind === 'refund' ? <RefundForm view={view} onClose={close} /> : null}
      {remedy.kind === 'outside' ? <OutsideForm view={view} onClose={close} /> : null}
      {remedy.kind === 'credit' ? <CreditForm view={view} onClose={close} /> : null}
      {remedy.kind === 'write-off' ? <WriteOffForm view={view} number={number} onClose={close} /> : null}
      {remedy.kind === 'receipt' || remedy.kind === 'credit-note' ? (
        <PaperForm
          view={view}
          relayStatus={workspace.relay.status}
          creditNoteId={remedy.kind === 'credit-note' ? remedy.id : null}
          onClose={close}
        />
      ) : null}
    </Modal>
  );
}

function wordsOf(remedy: Remedy, number: string): { title: string; description: string } {
  switch (remedy.kind) {
    case 'refund':
      return {
        title: 'Record a refund',
        description: 'Send the money from your wallet first. Your own endpoint checks the transaction like a payment.',
      };
    case 'outside':
      return {
        title: 'Record a payment outside',
        description: 'Money that no chain shows. It counts at once, by your word.',
      };
    case 'credit':
      return {
        title: `Credit ${number}`,
        description: 'A signed credit note with a number of its own. The invoice itself stays as it was sent.',
      };
    case 'write-off':
      return {
        title: `Write off ${number}?`,
        description: 'Its payment page asks for nothing any more. What is paid after all is still credited.',
      };
    case 'receipt':
      return { title: 'Send receipt', description: `For ${number}, with its PDF.` };
    case 'credit-note':
      return { title: 'Send credit note', description: `${remedy.number} for ${number}, with its PDF.` };
  }
}
