import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import type { Result } from '../../shared/result.ts';
import { saveFile } from '../components/save-file.ts';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import type { NamedPdf } from './use-invoice-pdf.ts';

/** Remedies that need no question: what is done can be undone from its toast. */
export interface Remedies {
  undo(adjustmentId: string, what: string): void;
  restore(adjustmentId: string, what: string): void;
  /** Takes a payment off the invoice: it goes to the inbox. */
  takeOff(payment: PaymentView): void;
  /** Takes back the owner's word that put a payment here; `wordId` is its adjustment, where it is known. */
  takeBack(payment: PaymentView, wordId: string | null): void;
  saveReceipt(invoiceId: string): void;
  saveCreditNote(adjustmentId: string): void;
  reinstate(invoiceId: string, number: string): void;
}

/** The remedies that one click does. */
export function useRemedies(): Remedies {
  const engine = useEngine();
  async function run(call: Promise<Result<unknown>>, title: string, back?: () => void): Promise<void> {
    const result = await call;
    if (result.ok) showDone(title, back);
    else showProblem(result.problem);
  }
  async function save(call: Promise<Result<NamedPdf>>): Promise<void> {
    const result = await call;
    if (result.ok) saveFile(result.value, 'application/pdf');
    else showProblem(result.problem, 'The PDF could not be made');
  }
  const remedies: Remedies = {
    undo: (id, what) =>
      void run(engine.call('adjustment.undo', { id }), `${what} is undone`, () => remedies.restore(id, what)),
    restore: (id, what) =>
      void run(engine.call('adjustment.restore', { id }), `${what} counts again`, () => remedies.undo(id, what)),
    takeOff: ({ payment: { key } }) =>
      void run(
        engine.call('transfer.assign', { key, parts: [] }),
        'Taken off this invoice. It waits in the inbox.',
        () => void run(engine.call('transfer.undo', { key }), 'The payment is back on this invoice'),
      ),
    takeBack: ({ payment: { key } }, wordId) =>
      void run(
        engine.call('transfer.undo', { key }),
        'Your assignment is undone',
        wordId === null ? undefined : () => remedies.restore(wordId, 'Your assignment'),
      ),
    saveReceipt: (id) => void save(engine.call('invoice.receipt', { id })),
    saveCreditNote: (id) => void save(engine.call('creditNote.pdf', { id })),
    reinstate: (id, number) => void run(engine.call('invoice.reinstate', { id }), `${number} is open again`),
  };
  return remedies;
}
