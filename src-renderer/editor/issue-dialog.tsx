import { useState } from 'react';
import { useLocation } from 'wouter';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { draftTotals } from '../../shared/invoice/draft-totals.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import type { Problem } from '../../shared/result.ts';
import { Modal } from '../components/modal.tsx';
import { SendForm, type SendChoice } from '../components/send-form.tsx';
import { showDone, showProblem, showQueued } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { formatMinor } from '../format/format-money.ts';

interface IssueDialogProps {
  open: boolean;
  view: InvoiceView;
  draft: InvoiceDraft;
  settings: Settings;
  workspace: WorkspaceView;
  onClose: () => void;
  /** The engine would not issue it. */
  onRefused: (problem: Problem) => void;
}

/** The last question before an invoice is final: how it goes out, and what each way reveals. */
export function IssueDialog(props: IssueDialogProps) {
  const { open, view, draft, settings, workspace, onClose, onRefused } = props;
  const engine = useEngine();
  const [, navigate] = useLocation();
  const [isBusy, setBusy] = useState(false);
  const total = formatMinor(draftTotals(draft)?.total ?? null, draft.currency);

  async function issue({ mode, to }: SendChoice): Promise<void> {
    setBusy(true);
    const issued = await engine.call('invoice.issue', { id: view.id });
    setBusy(false);
    if (!issued.ok) return onRefused(issued.problem);
    const sent = await engine.call('invoice.send', { id: view.id, mode, to: mode === 'publish-only' ? null : to });
    navigate(`/invoices/${view.id}`);
    if (!sent.ok) return showProblem(sent.problem, `${issued.value.number} is issued, but not sent`);
    const { number } = issued.value;
    if (workspace.relay.status !== 'online')
      return showQueued(`${number} is issued. It goes out by itself when the relay is back`, sent.value.jobIds);
    showDone(mode === 'publish-only' ? `${number} is issued` : `${number} is issued and on its way`);
  }

  return (
    <Modal
      open={open}
      onClose={onClose}
      title="Issue and send"
      description={
        <>
          {total} to {draft.buyer.name || draft.buyer.email}. Once issued, the invoice has its number and is final: it
          can be voided, never changed.
        </>
      }
    >
      <SendForm
        initialTo={draft.buyer.email}
        initialMode={settings.emailMode}
        relayStatus={workspace.relay.status}
        isBusy={isBusy}
        action={(mode) => (mode === 'publish-only' ? 'Issue' : 'Issue and send')}
        onSend={(choice) => void issue(choice)}
        onCancel={onClose}
      />
    </Modal>
  );
}
