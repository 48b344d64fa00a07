import { SlidersHorizontal, X } from 'lucide-react';
import { useMemo, type KeyboardEvent } from 'react';
import type { LineDraft } from '../../shared/invoice/invoice-draft.ts';
import { IconButton } from '../components/button.tsx';
import { formatMinor } from '../format/format-money.ts';
import { editTaxRate } from './draft-edits.ts';
import { fieldId } from './field-problems.ts';
import { LineHandle } from './line-handle.tsx';
import type { LineField } from './line-problems.ts';
import type { LineRowProps } from './line-row.tsx';
import { lineTotal } from './line-total.ts';

interface LineCellsProps extends LineRowProps {
  showsDetails: boolean;
  onDetails: () => void;
}

/** The figures of one line side by side, what they come to, and what can be done with the line. */
export function LineCells({ line, index, currency, problems, actions, showsDetails, onDetails }: LineCellsProps) {
  const name = `Line ${index + 1}`;
  const amount = useMemo(() => lineTotal(line, currency), [line, currency]);
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
    <div className="line-cells">
      <LineHandle name={name} index={index} id={line.id} actions={actions} />
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
        aria-expanded={showsDetails}
        icon={<SlidersHorizontal size={15} aria-hidden="true" />}
        onClick={onDetails}
      />
      <IconButton
        label={`Remove line ${index + 1}`}
        size="small"
        icon={<X size={16} aria-hidden="true" />}
        onClick={() => actions.remove(line.id)}
      />
    </div>
  );
}
