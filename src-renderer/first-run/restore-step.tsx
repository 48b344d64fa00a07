import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { deviceName } from './device-name.ts';
import { StepFrame } from './step-frame.tsx';

/** Words as pasted, with whatever numbering, line breaks and capitals came along, as one plain phrase. */
export function tidyPhrase(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\s]+/gu, ' ')
    .trim()
    .split(/\s+/)
    .join(' ');
}

/** Brings a workspace back from its 24 words. */
export function RestoreStep({ onBack, onDone }: { onBack: () => void; onDone: () => void }) {
  const engine = useEngine();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const phrase = tidyPhrase(text);
  const count = phrase === '' ? 0 : phrase.split(' ').length;

  async function restore(): Promise<void> {
    if (count !== 24) return setProblem(`A recovery phrase has 24 words; here are ${count}.`);
    setBusy(true);
    const result = await engine.call('workspace.restore', { phrase, deviceName: deviceName() });
    setBusy(false);
    if (result.ok) onDone();
    else setProblem(result.problem.message);
  }

  return (
    <StepFrame
      title="Restore from recovery phrase"
      lead="Paste or type the 24 words in their order. Your invoices come back from the relay and open here."
      onSubmit={() => void restore()}
      actions={
        <>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Restoring…' : 'Restore'}
          </Button>
          <Button look="quiet" onClick={onBack}>
            Back
          </Button>
        </>
      }
    >
      <TextAreaField
        label="Recovery phrase"
        rows={4}
        value={text}
        autoComplete="off"
        problem={problem}
        hint={`${count} of 24 words`}
        onChange={(next) => {
          setProblem(null);
          setText(next);
        }}
      />
    </StepFrame>
  );
}
