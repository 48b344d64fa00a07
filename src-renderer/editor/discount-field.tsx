import { ChevronDown } from 'lucide-react';
import type { DiscountDraft } from '../../shared/invoice/invoice-draft.ts';
import { TextField } from '../components/text-field.tsx';

interface DiscountFieldProps {
  label: string;
  currency: string;
  id: string;
  discount: DiscountDraft;
  problem?: string | null | undefined;
  onChange: (discount: DiscountDraft) => void;
  onBlur: () => void;
}

/** A discount: a figure, and whether it is percent or money. */
export function DiscountField({ label, currency, id, discount, problem, onChange, onBlur }: DiscountFieldProps) {
  return (
    <TextField
      label={label}
      id={id}
      className="discount-field"
      inputMode="decimal"
      autoComplete="off"
      value={discount.value}
      problem={problem}
      onBlur={onBlur}
      onChange={(value) => onChange({ ...discount, value })}
      after={
        <span className="select-box affix-box">
          <select
            className="affix-select"
            aria-label={`${label} kind`}
            value={discount.kind}
            onChange={(event) =>
              onChange({ ...discount, kind: event.target.value === 'amount' ? 'amount' : 'percent' })
            }
          >
            <option value="percent">%</option>
            <option value="amount">{currency || 'Amount'}</option>
          </select>
          <ChevronDown size={14} aria-hidden="true" />
        </span>
      }
    />
  );
}
