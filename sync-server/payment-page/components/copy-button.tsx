/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../io/copy-text.ts';
import { Icon } from './icons.tsx';

/** A button that copies exactly `text` and says so; `label` names what is copied ("Copy amount"). */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await copyText(text)) ? 'copied' : 'refused');
  return (
    <>
      <button type="button" class="button-quiet copy" aria-label={label} onClick={() => void copy()}>
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
        <span>{outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Select it' : 'Copy'}</span>
      </button>
      <span class="off-screen" role="status">
        {outcome === 'copied' ? `${label}: copied.` : ''}
        {outcome === 'refused' ? 'This browser does not allow copying. Select the text by hand.' : ''}
      </span>
    </>
  );
}
