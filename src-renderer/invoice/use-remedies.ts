import type { CommandInput } from '../../shared/app-api/app-api.ts';
import type { WorkspaceView } from '../../shared/app-api/views.ts';
import type { Problem, Result } from '../../shared/result.ts';
import { saveFile } from '../components/save-file.ts';
import { showDone, showProblem, showQueued } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';

type Input<Name extends 'invoice.recordOutside' | 'invoice.recordRefund' | 'invoice.credit'> = Omit<
  CommandInput<Name>,
  'id'
>;
type Paper = Result<{ readonly filename: string; readonly content: string }>;
type Queued = Result<{ readonly jobIds: readonly string[] }>;

/** What an owner can put right on an invoice. What fills in a form answers what was wrong with it; the rest says so itself. */
export type Remedies = ReturnType<typeof useRemedies>;

/** The remedies of one invoice; each says in a toast what it did, with one click back. */
export function useRemedies(id: string, number: string, workspace: WorkspaceView) {
  const engine = useEngine();

  async function setUndone(adjustmentId: string, isUndone: boolean, words: string): Promise<void> {
    const command = isUndone ? 'adjustment.undo' : 'adjustment.restore';
    const result = await engine.call(command, { id: adjustmentId });
    if (!result.ok) return showProblem(result.problem);
    showDone(words, () => void setUndone(adjustmentId, !isUndone, isUndone ? 'It counts again' : 'Undone'));
  }
  /** Says that an adjustment was made; undo is one click. */
  function made(result: Result<{ adjustmentId: string }>, words: string): Problem | null {
    if (!result.ok) return result.problem;
    const { adjustmentId } = result.value;
    showDone(words, () => void setUndone(adjustmentId, true, 'Undone'));
    return null;
  }
  function sent(result: Queued): Problem | null {
    if (!result.ok) return result.problem;
    if (workspace.relay.status === 'online') showDone('On its way');
    else showQueued('Queued. It goes out by itself when the relay is back', result.value.jobIds);
    return null;
  }
  function saved(result: Paper): void {
    if (result.ok) saveFile(result.value, 'application/pdf');
    else showProblem(result.problem, 'The PDF was not made');
  }
  return {
    recordOutside: async (input: Input<'invoice.recordOutside'>) =>
      made(await engine.call('invoice.recordOutside', { id, ...input }), `Recorded on ${number}`),
    recordRefund: async (input: Input<'invoice.recordRefund'>) =>
      made(await engine.call('invoice.recordRefund', { id, ...input }), `Refund recorded on ${number}`),
    credit: async (input: Input<'invoice.credit'>) => {
      const result = await engine.call('invoice.credit', { id, ...input });
      return made(result, result.ok ? `Credit note ${result.value.number} is written` : '');
    },
    undo: (adjustmentId: string) => void setUndone(adjustmentId, true, 'Undone'),
    restore: (adjustmentId: string) => void setUndone(adjustmentId, false, 'It counts again'),
    sendReceipt: async (to: string) => sent(await engine.call('invoice.sendReceipt', { id, to })),
    saveReceipt: async () => saved(await engine.call('invoice.receipt', { id })),
    sendCreditNote: async (noteId: string, to: string) =>
      sent(await engine.call('creditNote.send', { id: noteId, to })),
    saveCreditNote: async (noteId: string) => saved(await engine.call('creditNote.pdf', { id: noteId })),
  };
}
