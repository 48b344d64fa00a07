import { useId, type ReactNode } from 'react';

interface RadioCardProps {
  name: string;
  label: string;
  checked: boolean;
  onSelect: () => void;
  children?: ReactNode;
  disabled?: boolean;
}

/** One of several ways, each with a sentence that says what it means. */
export function RadioCard({ name, label, checked, onSelect, children, disabled }: RadioCardProps) {
  const id = useId();
  return (
    <label className="radio-card" data-checked={checked ? true : undefined}>
      <input
        type="radio"
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onSelect}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-text`}
      />
      <span>
        <span id={`${id}-label`} className="radio-card-label">
          {label}
        </span>
        <span id={`${id}-text`} className="radio-card-text">
          {children}
        </span>
      </span>
    </label>
  );
}
