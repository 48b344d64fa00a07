import { useState } from 'react';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { StepFrame } from './step-frame.tsx';

/** Asks for the passphrase where the system keeps no secrets for us. */
export function Unlock({ workspace }: { workspace: WorkspaceView }) {
  const engine = useEngine();
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function unlock(): Promise<void> {
    setBusy(true);
    const result = await engine.call('workspace.unlock', { passphrase });
    setBusy(false);
    if (!result.ok) setProblem(result.problem.message);
  }
  return (
    <div className="first-run">
      <main id="main" className="first-run-card">
        <StepFrame
          title={workspace.name ? `Unlock ${workspace.name}` : 'Unlock your workspace'}
          lead="This computer has no keyring, so your workspace is kept under a passphrase."
          onSubmit={() => void unlock()}
          actions={
            <Button look="primary" type="submit" disabled={isBusy}>
              {isBusy ? 'Unlocking…' : 'Unlock'}
            </Button>
          }
        >
          <TextField
            label="Passphrase"
            type="password"
            value={passphrase}
            problem={problem}
            autoComplete="current-password"
            onChange={(next) => {
              setProblem(null);
              setPassphrase(next);
            }}
          />
        </StepFrame>
      </main>
    </div>
  );
}
