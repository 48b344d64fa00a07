import { CircleHelp, EyeOff, Hand, Repeat, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { AdjustmentView, PaymentView } from '../../shared/app-api/views.ts';
import type { CommandInput } from '../../shared/app-api/app-api.ts';
import { findToken } from '../../shared/money/token.ts';
import type { Problem } from '../../shared/result.ts';
import { Button } from '../components/button.tsx';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { AssignDialog } from '../inbox/assign-dialog.tsx';

interface PaymentRemarksProps {
  view: PaymentView;
  /** The owner's word by which it pays this invoice, where there is one. */
  word: AdjustmentView | undefined;
}

/** What is out of the ordinary about a payment, in a sentence each, and the way to put it elsewhere. */
export function PaymentRemarks({ view, word }: PaymentRemarksProps) {
  const [isMoving, setMoving] = useState(false);
  const { payment, unreported, movedTo } = view;
  const { assign, takeOff, undoWord } = usePaymentCommands(payment.key, word?.id);
  const { rule } = payment;
  const peg = findToken(payment.chainId, payment.token)?.peg ?? null;
  const isStanding = payment.state !== 'reversed';
  return (
    <>
      {rule === 'assumed' ? (
        <Remark icon={CircleHelp}>
          Assumed: the amount lacks its tail, and this was the only open invoice that asked for it.
        </Remark>
      ) : null}
      {rule === 'manual' ? <Remark icon={Hand}>Assigned by you: no rule says that it pays this invoice.</Remark> : null}
      {unreported ? (
        <Remark icon={EyeOff} tone="attention">
          The relay has not told of it: your own endpoint found it.
        </Remark>
      ) : null}
      {movedTo ? <Remark icon={Repeat}>The same transfer is in another block now, and counts there.</Remark> : null}
      {payment.late ? <p className="muted">It came after the due date.</p> : null}
      {isStanding ? (
        <div className="payment-actions">
          {rule === 'manual' ? (
            <Button size="small" onClick={undoWord}>
              Undo assignment
            </Button>
          ) : null}
          {rule === 'assumed' ? (
            <Button size="small" onClick={takeOff}>
              Take off this invoice
            </Button>
          ) : null}
          <Button size="small" look="quiet" onClick={() => setMoving(true)}>
            Move or split…
          </Button>
        </div>
      ) : null}
      {isMoving ? (
        <AssignDialog
          transfer={{ ...payment, symbol: view.symbol, decimals: view.decimals, currency: peg }}
          initial={[]}
          onAssign={assign}
          onClose={() => setMoving(false)}
        />
      ) : null}
    </>
  );
}

function Remark({ icon: Icon, tone, children }: { icon: LucideIcon; tone?: 'attention'; children: ReactNode }) {
  return (
    <p className="payment-remark" data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

/** The owner's word on a payment: it pays something else, or nothing. One click brings the rule's word back. */
function usePaymentCommands(key: string, wordId: string | undefined) {
  const engine = useEngine();
  async function restore(id: string): Promise<void> {
    const result = await engine.call('adjustment.restore', { id });
    if (!result.ok) showProblem(result.problem);
  }
  async function undoWord(): Promise<void> {
    const result = await engine.call('transfer.undo', { key });
    const back = wordId === undefined ? undefined : () => void restore(wordId);
    if (result.ok) showDone('Undone: the rules speak again', back);
    else showProblem(result.problem, 'It was not undone');
  }
  async function assign(parts: CommandInput<'transfer.assign'>['parts'], words: string): Promise<Problem | null> {
    const result = await engine.call('transfer.assign', { key, parts });
    if (!result.ok) return result.problem;
    showDone(words, () => void undoWord());
    return null;
  }
  async function takeOff(): Promise<void> {
    const problem = await assign([], 'Taken off: it waits in the inbox');
    if (problem) showProblem(problem, 'It was not taken off');
  }
  return { assign, takeOff: () => void takeOff(), undoWord: () => void undoWord() };
}
