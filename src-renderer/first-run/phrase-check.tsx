import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { StepFrame } from './step-frame.tsx';

/** Three different places of the phrase, in order; `random` gives numbers from 0 up to 1. */
export function choosePlaces(random: () => number): readonly number[] {
  const places = new Set<number>();
  while (places.size < 3) places.add(Math.floor(random() * 24));
  return [...places].sort((a, b) => a - b);
}

/** Asks for three of the words. The engine compares; the screen only carries them. */
export function PhraseCheck(props: { onBack: () => void; onDone: () => void; onSkip: () => void }) {
  const engine = useEngine();
  const [places] = useState(() => choosePlaces(Math.random));
  const [words, setWords] = useState<readonly string[]>(['', '', '']);
  const [problem, setProblem] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    if (words.some((word) => word.trim() === '')) return setProblem('Write all three words.');
    const answers = places.map((place, index) => ({ place, word: (words[index] ?? '').trim().toLowerCase() }));
    const result = await engine.call('workspace.confirmPhrase', { words: answers });
    if (result.ok) return props.onDone();
    setProblem(result.problem.message);
  }

  return (
    <StepFrame
      title="Check what you wrote down"
      lead="Read these three words from your paper."
      onSubmit={() => void confirm()}
      actions={
        <>
          <Button look="primary" type="submit">
            Confirm
          </Button>
          <Button onClick={props.onBack}>Show the phrase again</Button>
          <Button look="quiet" onClick={props.onSkip}>
            Do this later
          </Button>
        </>
      }
    >
      <div className="field-row field-row-words">
        {places.map((place, index) => (
          <TextField
            key={place}
            label={`Word ${place + 1}`}
            value={words[index] ?? ''}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(word) => {
              setProblem(null);
              setWords(words.map((old, at) => (at === index ? word : old)));
            }}
          />
        ))}
      </div>
      <p className="field-problem" role="alert">
        {problem}
      </p>
    </StepFrame>
  );
}
