import { ChevronDown } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { FieldFrame } from './field-frame.tsx';

/** One choice of a select: what it stands for, and what is read. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
  problem?: string | null | undefined;
  hint?: ReactNode;
  optional?: boolean;
  hideLabel?: boolean;
  className?: string;
  id?: string;
  onBlur?: () => void;
}

/**
 * A labelled choice of one. The platform's own select: it type-aheads, it speaks, and it opens above the window's edge.
 */
export function SelectField(props: SelectFieldProps) {
  const { label, value, choices, onChange, problem, hint, optional, hideLabel, className, onBlur } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const isKnown = choices.some((choice) => choice.value === value);
  return (
    <FieldFrame {...{ id, label, problem, hint, optional, hideLabel, className }}>
      <span className="select-box">
        <select
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-note`}
        >
          {isKnown ? null : <option value={value}>{value || '—'}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown size={16} aria-hidden="true" />
      </span>
    </FieldFrame>
  );
}
