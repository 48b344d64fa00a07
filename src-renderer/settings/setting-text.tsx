import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField, type TextFieldProps } from '../components/text-field.tsx';
import { useEdited } from './use-setting.ts';

type SettingTextProps = Omit<TextFieldProps, 'value' | 'onChange' | 'onBlur' | 'problem'> & {
  saved: string;
  onSave: (text: string) => void;
  /** Judges the text; words when something is wrong. It is not saved then. */
  judge?: (text: string) => string | null;
  rows?: number;
};

/** A text setting that saves itself when it is left, if it is right. */
export function SettingText({ saved, onSave, judge, rows, ...field }: SettingTextProps) {
  const { text, setText, isChanged } = useEdited(saved);
  const problem = isChanged ? (judge?.(text) ?? null) : null;
  function commit(): void {
    if (isChanged && !problem) onSave(text);
  }
  const shared = { value: text, onChange: setText, onBlur: commit, problem };
  if (rows !== undefined) {
    const { label, hint, optional, className, placeholder, maxLength } = field;
    return <TextAreaField {...{ label, hint, optional, className, placeholder, maxLength, rows }} {...shared} />;
  }
  return (
    <TextField
      {...field}
      {...shared}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
