import { Download, ExternalLink, RotateCcw, Send } from 'lucide-react';
import type { InvoiceView } from '../../shared/app-api/views.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { saveFile } from '../components/save-file.ts';
import type { InvoiceDialogName } from './invoice-dialogs.tsx';
import { InvoiceMenu } from './invoice-menu.tsx';
import type { InvoiceCommands } from './use-invoice-commands.ts';
import type { NamedPdf } from './use-invoice-pdf.ts';
import type { Remedies } from './use-remedies.ts';

export interface InvoiceActionsProps {
  view: InvoiceView;
  pdf: NamedPdf | null;
  commands: InvoiceCommands;
  remedies: Remedies;
  onOpen: (dialog: InvoiceDialogName) => void;
}

/** What can be done with an issued invoice. */
export function InvoiceActions({ view, pdf, commands, remedies, onOpen }: InvoiceActionsProps) {
  const wasSent = view.jobs.some((job) => job.kind === 'email');
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
      {view.lifecycle === 'issued' ? (
        <Button
          look={isSettled ? 'plain' : 'primary'}
          icon={<Send size={16} aria-hidden="true" />}
          onClick={() => onOpen('send')}
        >
          {wasSent ? 'Send again' : 'Send'}
        </Button>
      ) : null}
      {view.lifecycle === 'void' || view.lifecycle === 'uncollectible' ? (
        <Button look="primary" icon={<RotateCcw size={16} aria-hidden="true" />} onClick={commands.reinstate}>
          Reinstate
        </Button>
      ) : null}
      <InvoiceMenu view={view} commands={commands} remedies={remedies} onOpen={onOpen} />
    </>
  );
}
