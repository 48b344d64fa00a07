import { Menu } from '@base-ui/react/menu';
import { Ban, CopyPlus, Download, Ellipsis, ExternalLink, RotateCcw, Send } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { InvoiceView, WorkspaceView } from '../../shared/app-api/views.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { saveFile } from '../components/save-file.ts';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { SendDialog } from './send-dialog.tsx';
import { VoidDialog } from './void-dialog.tsx';
import type { NamedPdf } from './use-invoice-pdf.ts';

interface InvoiceActionsProps {
  view: InvoiceView;
  number: string;
  workspace: WorkspaceView;
  pdf: NamedPdf | null;
}

/** What can be done with an issued invoice. */
export function InvoiceActions({ view, number, workspace, pdf }: InvoiceActionsProps) {
  const [isSending, setSending] = useState(false);
  const [isVoiding, setVoiding] = useState(false);
  const { duplicate, voidInvoice, reinstate } = useInvoiceCommands(view.id, number);
  const wasSent = view.jobs.some((job) => job.kind === 'email');
  const isIssued = view.lifecycle === 'issued';
  const isSettled = view.state === 'paid' || view.state === 'overpaid';
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
        <Button look="primary" icon={<RotateCcw size={16} aria-hidden="true" />} onClick={reinstate}>
          Reinstate
        </Button>
      ) : null}
      <Menu.Root>
        <Menu.Trigger
          className="button button-plain button-medium icon-button"
          aria-label="More actions"
          title="More actions"
        >
          <Ellipsis size={18} aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="end" className="popup-place">
            <Menu.Popup className="popup">
              <Menu.Item className="popup-item" onClick={duplicate}>
                <CopyPlus size={16} aria-hidden="true" /> Duplicate
              </Menu.Item>
              {isIssued ? (
                <Menu.Item className="popup-item popup-danger" onClick={() => setVoiding(true)}>
                  <Ban size={16} aria-hidden="true" /> Void…
                </Menu.Item>
              ) : null}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <SendDialog open={isSending} view={view} workspace={workspace} onClose={() => setSending(false)} />
      <VoidDialog open={isVoiding} number={number} onVoid={voidInvoice} onClose={() => setVoiding(false)} />
    </>
  );
}

function useInvoiceCommands(id: string, number: string) {
  const engine = useEngine();
  const [, navigate] = useLocation();
  async function reinstate(): Promise<void> {
    const result = await engine.call('invoice.reinstate', { id });
    if (result.ok) showDone(`${number} is open again`);
    else showProblem(result.problem);
  }
  async function voidInvoice(reason: string): Promise<void> {
    const result = await engine.call('invoice.void', { id, reason });
    if (result.ok)
      showDone(`${number} is void. Its payment page says so and asks for nothing.`, () => void reinstate());
    else showProblem(result.problem, `${number} was not voided`);
  }
  async function duplicate(): Promise<void> {
    const result = await engine.call('invoice.duplicate', { id });
    if (result.ok) navigate(`/invoices/${result.value.id}/edit`);
    else showProblem(result.problem);
  }
  return {
    reinstate: () => void reinstate(),
    voidInvoice: (reason: string) => void voidInvoice(reason),
    duplicate: () => void duplicate(),
  };
}
