import { useId, type ReactNode } from 'react';

interface SettingSwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** What it means, in a sentence. */
  children: ReactNode;
}

/** A setting that is on or off, saved as it is changed. */
export function SettingSwitch({ label, checked, onChange, children }: SettingSwitchProps) {
  const id = useId();
  return (
    <label className="setting-switch">
      <input
        type="checkbox"
        checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-text`}
        onChange={(event) => onChange(event.target.checked)}
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
