import { useState } from 'react';
import type { CommandInput } from '../../shared/app-api/app-api.ts';
import type { Suggestion, UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import type { Problem } from '../../shared/result.ts';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { amountText, minorText, worthAtPar, type PartDraft } from './part-drafts.ts';

type Parts = CommandInput<'transfer.assign'>['parts'];

/** What can be said of a transfer. Each says what it did in a toast, with one click back to what was so before. */
export function useTransferCommands(transfer: UnmatchedView, ask: (parts: readonly PartDraft[]) => void) {
  const engine = useEngine();
  const [isBusy, setBusy] = useState(false);
  const { key } = transfer;
  const before = transfer.assignment;

  async function putBack(): Promise<void> {
    const result = !before
      ? await engine.call('transfer.undo', { key })
      : before.internal
        ? await engine.call('transfer.markInternal', { key })
        : await engine.call('transfer.assign', { key, parts: partsOf(before) });
    if (!result.ok) showProblem(result.problem, 'It was not undone');
  }
  async function assign(parts: Parts, words: string): Promise<Problem | null> {
    setBusy(true);
    const result = await engine.call('transfer.assign', { key, parts });
    setBusy(false);
    if (!result.ok) return result.problem;
    showDone(words, () => void putBack());
    return null;
  }
  async function assignWhole(suggestion: Suggestion): Promise<void> {
    const { invoiceId, number, buyerName, currency } = suggestion;
    const part = { invoiceId, units: transfer.units, value: null };
    const problem = await assign([part], `Assigned to ${number}`);
    if (problem?.code === 'assignment.value-needed') {
      const units = BigInt(transfer.units);
      const worth = transfer.currency === currency ? worthAtPar(units, currency, transfer.decimals) : '';
      const amount = amountText(units, transfer.decimals);
      ask([{ invoiceId, number, buyerName, currency, amount, worth, asksWorth: true }]);
    } else if (problem) showProblem(problem, `It was not assigned to ${number}`);
  }
  async function say(command: 'transfer.markInternal' | 'transfer.undo', words: string): Promise<void> {
    setBusy(true);
    const result = await engine.call(command, { key });
    setBusy(false);
    if (result.ok) showDone(words, () => void putBack());
    else showProblem(result.problem);
  }
  return {
    isBusy,
    assign,
    assignWhole: (suggestion: Suggestion) => void assignWhole(suggestion),
    markInternal: () => void say('transfer.markInternal', 'Marked internal: it pays no invoice'),
    undo: () => void say('transfer.undo', 'Undone: the rules speak again'),
    /** What was decided, for changing it. */
    presentParts: (): PartDraft[] => (before?.parts ?? []).map((part) => draftOf(part, transfer)),
  };
}

type NamedPart = NonNullable<UnmatchedView['assignment']>['parts'][number];

function partsOf({ parts }: NonNullable<UnmatchedView['assignment']>): Parts {
  return parts.map(({ invoiceId, units, value }) => ({ invoiceId, units, value: value === '0' ? null : value }));
}

function draftOf(part: NamedPart, { currency, decimals }: UnmatchedView): PartDraft {
  const { invoiceId, number, buyerName } = part;
  return {
    invoiceId,
    number,
    buyerName,
    currency: part.currency,
    amount: amountText(BigInt(part.units), decimals),
    worth: minorText(BigInt(part.value), part.currency),
    asksWorth: currency === null,
  };
}
