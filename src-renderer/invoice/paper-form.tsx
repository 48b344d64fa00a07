import { useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { showDone, showQueued } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { emailProblem } from '../format/email-problem.ts';
import { RemedyFrame } from './remedy-frame.tsx';
import { useRemedyForm } from './use-remedy-form.ts';

interface PaperFormProps {
  view: InvoiceView;
  relayStatus: WorkspaceView['relay']['status'];
  /** The credit note that goes out; null for the invoice's receipt. */
  creditNoteId: string | null;
  onClose: () => void;
}

/** Sends a receipt or a credit note by email, with its PDF. */
export function PaperForm({ view, relayStatus, creditNoteId, onClose }: PaperFormProps) {
  const engine = useEngine();
  const before = view.jobs.findLast((job) => job.to)?.to;
  const [to, setTo] = useState(before ?? view.draft.buyer.email);
  const form = useRemedyForm(['to']);
  const typed = to.trim();
  function send() {
    const message = typed === '' ? 'Say to which address it goes.' : emailProblem(typed);
    if (message) return Promise.resolve({ ok: false, problem: addressProblem(message) } as const);
    return creditNoteId === null
      ? engine.call('invoice.sendReceipt', { id: view.id, to: typed })
      : engine.call('creditNote.send', { id: creditNoteId, to: typed });
  }
  return (
    <RemedyFrame
      form={form}
      action="Send now"
      onCancel={onClose}
      onSubmit={(event) =>
        form.submit(event, send, ({ jobIds }) => {
          onClose();
          if (relayStatus === 'online') showDone('On its way');
          else showQueued('Queued. It goes out by itself when the relay is back', jobIds);
        })
      }
    >
      <TextField label="Send to" type="email" value={to} onChange={setTo} problem={form.at('to')} />
      {relayStatus === 'offline' || relayStatus === 'connecting' ? (
        <Notice>You are offline. It is kept here and goes out by itself when the relay is back.</Notice>
      ) : null}
    </RemedyFrame>
  );
}

const addressProblem = (message: string) => ({ code: 'email.address', message, retryable: false, path: ['to'] });
