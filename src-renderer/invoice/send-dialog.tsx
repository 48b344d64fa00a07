import { useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Modal } from '../components/modal.tsx';
import { SendForm, type Letter, type SendChoice } from '../components/send-form.tsx';
import { showDone, showProblem, showQueued } from '../components/toasts.tsx';
import { useEngine, useWatch } from '../engine/use-engine.ts';

interface SendDialogProps {
  open: boolean;
  view: InvoiceView;
  workspace: WorkspaceView;
  onClose: () => void;
}

/** Sends an issued invoice, for the first time or again. */
export function SendDialog({ open, view, workspace, onClose }: SendDialogProps) {
  const engine = useEngine();
  const settings = useWatch('settings', {}).value;
  const [isBusy, setBusy] = useState(false);
  async function send({ mode, to }: SendChoice): Promise<void> {
    setBusy(true);
    const result = await engine.call('invoice.send', { id: view.id, mode, to: mode === 'publish-only' ? null : to });
    setBusy(false);
    if (!result.ok) return showProblem(result.problem, 'It was not sent');
    onClose();
    if (workspace.relay.status === 'online') showDone('On its way');
    else showQueued('Queued. It goes out by itself when the relay is back', result.value.jobIds);
  }
  async function letter(mode: 'pdf' | 'link'): Promise<Letter | null> {
    const result = await engine.call('invoice.emailPreview', { id: view.id, mode });
    if (result.ok) return result.value;
    showProblem(result.problem, 'The email cannot be shown');
    return null;
  }
  const before = view.jobs.find((job) => job.kind === 'email' && job.to)?.to;
  return (
    <Modal open={open} onClose={onClose} title="Send invoice">
      <SendForm
        initialTo={before ?? view.draft.buyer.email}
        initialMode={settings?.emailMode ?? 'link'}
        relayStatus={workspace.relay.status}
        isBusy={isBusy}
        action={(mode) => (mode === 'publish-only' ? 'Publish' : 'Send now')}
        onSend={(choice) => void send(choice)}
        onCancel={onClose}
        preview={letter}
      />
    </Modal>
  );
}
