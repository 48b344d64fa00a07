import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { StepFrame } from './step-frame.tsx';

/**
 * Fewest characters of a passphrase: with Argon2id behind it, long enough that guessing costs more than it is worth.
 */
const shortest = 10;

interface PassphraseStepProps {
  readonly isBusy: boolean;
  readonly onBack: () => void;
  /** Called once the engine holds the passphrase; it is kept nowhere else. */
  readonly onChosen: () => void;
}

/** Lets the owner choose a passphrase where the system has no keyring to keep the workspace's secret in. */
export function PassphraseStep({ isBusy, onBack, onChosen }: PassphraseStepProps) {
  const engine = useEngine();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<{ field: 'first' | 'again'; message: string } | null>(null);

  async function choose(): Promise<void> {
    if (passphrase.length < shortest) {
      return setProblem({
        field: 'first',
        message: `Use at least ${shortest} characters; four words make a good one.`,
      });
    }
    if (passphrase !== again)
      return setProblem({ field: 'again', message: 'The two are not the same. Type it again.' });
    const result = await engine.call('workspace.unlock', { passphrase });
    if (result.ok) onChosen();
    else setProblem({ field: 'first', message: result.problem.message });
  }

  const typed = (set: (text: string) => void) => (text: string) => {
    setProblem(null);
    set(text);
  };
  return (
    <StepFrame
      title="Choose a passphrase"
      lead="This computer has no keyring, so your workspace is kept under a passphrase. You are asked for it each time the app starts."
      onSubmit={() => void choose()}
      actions={
        <>
          <Button look="primary" type="submit" disabled={isBusy}>
            Continue
          </Button>
          <Button look="quiet" onClick={onBack}>
            Back
          </Button>
        </>
      }
    >
      <TextField
        label="Passphrase"
        type="password"
        value={passphrase}
        problem={problem?.field === 'first' ? problem.message : null}
        autoComplete="new-password"
        onChange={typed(setPassphrase)}
      />
      <TextField
        label="The same again"
        type="password"
        value={again}
        problem={problem?.field === 'again' ? problem.message : null}
        autoComplete="new-password"
        onChange={typed(setAgain)}
      />
    </StepFrame>
  );
}
