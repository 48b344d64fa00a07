import { useId } from 'react';
import { FieldFrame } from './field-frame.tsx';
import type { TextFieldProps } from './text-field.tsx';

type TextAreaFieldProps = Pick<
  TextFieldProps,
  'label' | 'value' | 'onChange' | 'problem' | 'hint' | 'optional' | 'className' | 'placeholder' | 'maxLength'
> & { rows?: number; onBlur?: (() => void) | undefined; id?: string; autoComplete?: string; spellCheck?: boolean };

/** A labelled input of several lines that grows with its text. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { label, value, onChange, problem, hint, optional, className, rows = 2, ...rest } = props;
  const ownId = useId();
  const id = rest.id ?? ownId;
  return (
    <FieldFrame {...{ id, label, problem, hint, optional, className }}>
      <textarea
        {...rest}
        id={id}
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-note`}
      />
    </FieldFrame>
  );
}
