import { X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { CommandInput } from '../../shared/app-api/app-api.ts';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { Problem } from '../../shared/result.ts';
import { Button, IconButton } from '../components/button.tsx';
import { focusFirstInvalid } from '../components/focus-first-invalid.ts';
import { InvoicePicker } from '../components/invoice-picker.tsx';
import { Modal } from '../components/modal.tsx';
import { TextField } from '../components/text-field.tsx';
import { formatUnits } from '../format/payment-words.ts';
import {
  judgePart,
  leftOver,
  newPart,
  toAssignedParts,
  worthAtPar,
  partUnits,
  type DividedTransfer,
  type PartDraft,
} from './part-drafts.ts';

type Parts = CommandInput<'transfer.assign'>['parts'];

interface AssignDialogProps {
  transfer: DividedTransfer;
  initial: readonly PartDraft[];
  /** Assigns the parts; answers what was wrong, or null. */
  onAssign: (parts: Parts, words: string) => Promise<Problem | null>;
  onClose: () => void;
}

/** Divides a transfer over one invoice or several; what is left over pays none of them. */
export function AssignDialog({ transfer, initial, onAssign, onClose }: AssignDialogProps) {
  const form = useParts(transfer, initial);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { parts, left } = form;
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    form.showAll();
    setRefusal(null);
    if (!form.isRight) return focusFirstInvalid(event.currentTarget);
    const [only, ...others] = parts;
    const words = others.length === 0 && only ? `Assigned to ${only.number}` : `Split over ${parts.length} invoices`;
    const problem = await onAssign(toAssignedParts(parts, transfer.decimals), words);
    if (!problem) return onClose();
    const at = problem.path?.[0] === 'parts' ? Number(problem.path[1]) : -1;
    if (problem.code === 'assignment.value-needed') form.askWorth(at);
    setRefusal(problem.message);
  }
  return (
    <Modal
      open
      onClose={onClose}
      wide
      title={`Assign ${formatUnits(transfer.units, transfer)}`}
      description="To one invoice, or split over several. Whatever was said of it before no longer counts."
    >
      <form onSubmit={(event) => void submit(event)} noValidate className="stack assign-form">
        {parts.length > 0 ? (
          <ul className="parts">
            {parts.map((part, index) => (
              <PartFields
                key={part.invoiceId}
                part={part}
                transfer={transfer}
                isShown={form.isShown}
                onChange={(change) => form.change(index, change)}
                onRemove={() => form.remove(index)}
              />
            ))}
          </ul>
        ) : null}
        <InvoicePicker
          label={parts.length === 0 ? 'Invoice' : 'Another invoice'}
          hint={parts.length === 0 ? 'Add more than one to split it.' : ''}
          without={new Set(parts.map(({ invoiceId }) => invoiceId))}
          onPick={form.add}
        />
        <p className="left-over" role="status" data-wrong={left !== null && left < 0n ? true : undefined}>
          {parts.length === 0 ? '' : leftWords(left, transfer)}
        </p>
        {refusal ? (
          <p className="field-problem" role="alert">
            {refusal}
          </p>
        ) : null}
        <div className="modal-actions">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={parts.length === 0}>
            {parts.length > 1 ? `Split over ${parts.length}` : 'Assign'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function leftWords(left: bigint | null, transfer: DividedTransfer): string {
  if (left === null) return 'Write how much of it each invoice gets.';
  if (left === 0n) return 'All of it is assigned.';
  const amount = formatUnits((left < 0n ? -left : left).toString(), transfer);
  return left < 0n ? `${amount} more than the transfer holds.` : `${amount} left over, which pays no invoice.`;
}

/** The parts while they are written. */
function useParts(transfer: DividedTransfer, initial: readonly PartDraft[]) {
  const [parts, setParts] = useState(initial);
  const [isShown, setShown] = useState(false);
  const left = leftOver(transfer, parts);
  const areRight = parts.every((part) => {
    const { amount, worth } = judgePart(part, transfer);
    return amount === null && worth === null;
  });
  function change(index: number, edit: Partial<PartDraft>): void {
    setParts(parts.map((part, at) => (at === index ? { ...part, ...edit } : part)));
  }
  return {
    parts,
    left,
    isShown,
    isRight: areRight && left !== null && left >= 0n,
    showAll: () => setShown(true),
    change,
    remove: (index: number) => setParts(parts.filter((_, at) => at !== index)),
    add: (row: InvoiceRow) => {
      const { id: invoiceId, number, buyerName, currency, total, received } = row;
      const open = BigInt(total ?? '0') - BigInt(received);
      const invoice = { invoiceId, number: number ?? '', buyerName, currency, remaining: open > 0n ? open : 0n };
      setParts([...parts, newPart(transfer, invoice, left !== null && left > 0n ? left : 0n)]);
    },
    askWorth: (index: number) => {
      const part = parts[index];
      if (!part) return;
      const units = partUnits(part, transfer.decimals) ?? 0n;
      const worth = transfer.currency === part.currency ? worthAtPar(units, part.currency, transfer.decimals) : '';
      change(index, { asksWorth: true, worth: part.worth || worth });
    },
  };
}

interface PartFieldsProps {
  part: PartDraft;
  transfer: DividedTransfer;
  isShown: boolean;
  onChange: (change: Partial<PartDraft>) => void;
  onRemove: () => void;
}

function PartFields({ part, transfer, isShown, onChange, onRemove }: PartFieldsProps) {
  const problems = judgePart(part, transfer);
  return (
    <li className="part">
      <div className="part-name">
        <strong>{part.number}</strong>
        <span className="muted" dir="auto" title={part.buyerName}>
          {part.buyerName}
        </span>
      </div>
      <TextField
        label={`Amount for ${part.number}`}
        hideLabel
        inputMode="decimal"
        value={part.amount}
        after={transfer.symbol}
        problem={isShown ? problems.amount : null}
        onChange={(amount) => onChange({ amount })}
      />
      {part.asksWorth ? (
        <TextField
          label={`Worth for ${part.number}`}
          hideLabel
          inputMode="decimal"
          value={part.worth}
          before="worth"
          after={part.currency}
          problem={isShown ? problems.worth : null}
          onChange={(worth) => onChange({ worth })}
        />
      ) : null}
      <IconButton
        label={`Leave ${part.number} out`}
        size="small"
        icon={<X size={16} aria-hidden="true" />}
        onClick={onRemove}
      />
    </li>
  );
}
