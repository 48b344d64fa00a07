import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { FieldFrame } from './field-frame.tsx';

type Native = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'prefix'>;

/** What a text field takes beside the attributes of HTML's own input. */
export interface TextFieldProps extends Native {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What is wrong, in words; null when nothing is. */
  problem?: string | null | undefined;
  hint?: ReactNode;
  /** Shown before or after the input, inside its border. */
  before?: ReactNode;
  after?: ReactNode;
  optional?: boolean | undefined;
  hideLabel?: boolean | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** A labelled one-line input with its hint and problem. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, problem, hint, before, after, optional, hideLabel, className, ...rest } = props;
  const ownId = useId();
  const id = rest.id ?? ownId;
  return (
    <FieldFrame {...{ id, label, problem, hint, optional, hideLabel, className }}>
      <span className="input-box">
        {before ? <span className="input-affix">{before}</span> : null}
        <input
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-note`}
        />
        {after ? <span className="input-affix">{after}</span> : null}
      </span>
    </FieldFrame>
  );
}
