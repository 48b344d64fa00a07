import { GripVertical, SlidersHorizontal, X } from 'lucide-react';
import { memo, useMemo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import type { InvoiceDraft, LineDraft } from '../../shared/invoice/invoice-draft.ts';
import { IconButton } from '../components/button.tsx';
import { formatMinor } from '../format/format-money.ts';
import { editTaxRate } from './draft-edits.ts';
import { fieldId } from './field-problems.ts';
import { LineDetails } from './line-details.tsx';
import { sameProblems, type LineField, type LineProblems } from './line-problems.ts';
import { lineTotal } from './line-total.ts';

/** What a row can ask of its table. Every function is stable. */
export interface LineActions {
  change: (id: string, field: string, change: Partial<LineDraft>) => void;
  remove: (id: string) => void;
  move: (id: string, to: number) => void;
  addAfter: (id: string) => void;
  touch: (path: readonly (string | number)[]) => void;
  drag: (id: string | null) => void;
  dragged: () => string | null;
}

export interface LineRowProps {
  line: LineDraft;
  index: number;
  currency: string;
  priceMode: InvoiceDraft['priceMode'];
  problems: LineProblems;
  actions: LineActions;
}

/** One line of the invoice: its figures in a row, and its discount and tax below when they are wanted. */
export const LineRow = memo(LineRowView, (a, b) => {
  const isSame = a.line === b.line && a.index === b.index && a.currency === b.currency && a.priceMode === b.priceMode;
  return isSame && a.actions.touch === b.actions.touch && sameProblems(a.problems, b.problems);
});

function LineRowView(props: LineRowProps) {
  const { line, index, currency, problems, actions } = props;
  const name = `Line ${index + 1}`;
  const isSpecial = line.discount.value !== '' || (line.taxCategory !== 'S' && line.taxCategory !== 'Z');
  const [isOpen, setOpen] = useState(false);
  const hasHiddenProblem = problems.discount || problems.taxCategory || problems.taxReason;
  const showDetails = isOpen || isSpecial || hasHiddenProblem !== undefined;
  const amount = useMemo(() => lineTotal(line, currency), [line, currency]);
  const { isOver, dropTarget } = useDrop(props);
  const firstProblem = Object.values(problems)[0];

  const cell = (field: LineField & keyof LineDraft, label: string) => {
    const path = ['lines', index, field];
    return {
      id: fieldId(path),
      className: `line-${field}`,
      'aria-label': `${name} ${label}`,
      'aria-invalid': problems[field] ? true : undefined,
      'aria-describedby': problems[field] ? `line-problem-${line.id}` : undefined,
      autoComplete: 'off',
      onBlur: () => actions.touch(path),
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        actions.addAfter(line.id);
      },
    };
  };
  const change = (field: LineField, edited: Partial<LineDraft>): void => actions.change(line.id, field, edited);

  return (
    <li className="line" data-over={isOver ? true : undefined} {...dropTarget}>
      <div className="line-cells">
        <Handle name={name} index={index} id={line.id} actions={actions} />
        <textarea
          {...cell('description', 'description')}
          rows={1}
          value={line.description}
          onChange={(event) => change('description', { description: event.target.value })}
        />
        <input
          {...cell('quantity', 'quantity')}
          inputMode="decimal"
          value={line.quantity}
          onChange={(event) => change('quantity', { quantity: event.target.value })}
        />
        <input
          {...cell('unit', 'unit')}
          value={line.unit}
          onChange={(event) => change('unit', { unit: event.target.value })}
        />
        <input
          {...cell('unitPrice', 'price')}
          inputMode="decimal"
          value={line.unitPrice}
          onChange={(event) => change('unitPrice', { unitPrice: event.target.value })}
        />
        <input
          {...cell('taxRate', 'tax rate')}
          inputMode="decimal"
          value={line.taxRate}
          onChange={(event) => change('taxRate', editTaxRate(line, event.target.value))}
        />
        <span className="line-amount">{formatMinor(amount, currency)}</span>
        <IconButton
          label={`${name} discount and tax`}
          size="small"
          aria-expanded={showDetails}
          icon={<SlidersHorizontal size={15} aria-hidden="true" />}
          onClick={() => setOpen(!isOpen)}
        />
        <IconButton
          label={`Remove line ${index + 1}`}
          size="small"
          icon={<X size={16} aria-hidden="true" />}
          onClick={() => actions.remove(line.id)}
        />
      </div>
      {showDetails ? <LineDetails {...props} /> : null}
      {firstProblem ? (
        <p id={`line-problem-${line.id}`} className="field-problem line-problem">
          {firstProblem}
        </p>
      ) : null}
    </li>
  );
}

/** The handle: dragged with a pointer, or moved with the arrow keys while it has the focus. */
function Handle(props: { name: string; index: number; id: string; actions: LineActions }) {
  const { name, index, id, actions } = props;
  const handle = useRef<HTMLButtonElement>(null);
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    actions.move(id, index + step);
    // The row keeps its element when it moves; some browsers drop the focus on the way.
    requestAnimationFrame(() => handle.current?.focus());
  }
  return (
    <button
      ref={handle}
      type="button"
      className="line-handle"
      draggable
      aria-label={`Reorder ${name.toLowerCase()}`}
      title="Drag, or use the arrow keys"
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        actions.drag(id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragEnd={() => actions.drag(null)}
    >
      <GripVertical size={16} aria-hidden="true" />
    </button>
  );
}

function useDrop({ line, index, actions }: LineRowProps) {
  const [isOver, setOver] = useState(false);
  const accepts = (): boolean => actions.dragged() !== null && actions.dragged() !== line.id;
  return {
    isOver,
    dropTarget: {
      onDragOver(event: DragEvent) {
        if (!accepts()) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        const id = actions.dragged();
        if (!id || !accepts()) return;
        event.preventDefault();
        actions.move(id, index);
      },
    },
  };
}
