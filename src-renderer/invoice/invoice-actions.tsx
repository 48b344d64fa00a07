import { Download, ExternalLink, RotateCcw, Send } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { saveFile } from '../components/save-file.ts';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { ActionMenu, type MenuChoice } from './action-menu.tsx';
import { availableActions } from './available-actions.ts';
import { SendDialog } from './send-dialog.tsx';
import type { NamedPdf } from './use-invoice-pdf.ts';
import type { Remedy } from './use-remedy-dialog.ts';
import { useRemedies } from './use-remedies.ts';
import { VoidDialog } from './void-dialog.tsx';

interface InvoiceActionsProps {
  view: InvoiceView;
  number: string;
  workspace: WorkspaceView;
  pdf: NamedPdf | null;
  onRemedy: (remedy: Remedy) => void;
}

/** What can be done with an issued invoice. */
export function InvoiceActions({ view, number, workspace, pdf, onRemedy }: InvoiceActionsProps) {
  const [isSending, setSending] = useState(false);
  const [isVoiding, setVoiding] = useState(false);
  const { duplicate, voidInvoice, showVoided } = useInvoiceCommands(view.id, number);
  const { reinstate, saveReceipt } = useRemedies();
  const available = availableActions(view);
  const wasSent = view.jobs.some((job) => job.kind === 'email');
  const isIssued = view.lifecycle === 'issued';
  const isSettled = view.state === 'paid' || view.state === 'overpaid';
  function choose(choice: MenuChoice): void {
    if (choice === 'duplicate') return duplicate();
    if (choice === 'void') return setVoiding(true);
    if (choice === 'reinstate') return reinstate(view.id, number);
    if (choice === 'save-receipt') return saveReceipt(view.id);
    onRemedy({ kind: choice === 'send-receipt' ? 'receipt' : choice });
  }
  return (
    <>
      {view.link ? (
        <>
          <CopyButton text={view.link} label="Copy link" />
          <a className="button button-plain button-medium" href={view.link} target="_blank" rel="noreferrer">
            <ExternalLink size={16} aria-hidden="true" />
            Payment page
          </a>
        </>
      ) : null}
      <Button
        icon={<Download size={16} aria-hidden="true" />}
        disabled={!pdf}
        onClick={() => (pdf ? saveFile(pdf, 'application/pdf') : undefined)}
      >
        Download PDF
      </Button>
      {isIssued ? (
        <Button
          look={isSettled ? 'plain' : 'primary'}
          icon={<Send size={16} aria-hidden="true" />}
          onClick={() => setSending(true)}
        >
          {wasSent ? 'Send again' : 'Send'}
        </Button>
      ) : null}
      {view.lifecycle === 'void' ? (
        <Button
          look="primary"
          icon={<RotateCcw size={16} aria-hidden="true" />}
          onClick={() => reinstate(view.id, number)}
        >
          Reinstate
        </Button>
      ) : null}
      <ActionMenu available={available} onChoose={choose} />
      <SendDialog open={isSending} view={view} workspace={workspace} onClose={() => setSending(false)} />
      <VoidDialog
        open={isVoiding}
        number={number}
        voidInvoice={voidInvoice}
        onVoided={showVoided}
        onClose={() => setVoiding(false)}
      />
    </>
  );
}

function useInvoiceCommands(id: string, number: string) {
  const engine = useEngine();
  const { reinstate } = useRemedies();
  const [, navigate] = useLocation();
  async function duplicate(): Promise<void> {
    const result = await engine.call('invoice.duplicate', { id });
    if (result.ok) navigate(`/invoices/${result.value.id}/edit`);
    else showProblem(result.problem);
  }
  return {
    voidInvoice: (reason: string) => engine.call('invoice.void', { id, reason }),
    showVoided: () =>
      showDone(`${number} is void. Its payment page says so and asks for nothing.`, () => reinstate(id, number)),
    duplicate: () => void duplicate(),
  };
}
