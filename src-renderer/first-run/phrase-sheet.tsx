import { Printer } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { PhraseGrid } from '../components/phrase-grid.tsx';
import { StepFrame } from './step-frame.tsx';

/** Shows the recovery phrase once it is made, and says why it matters. */
export function PhraseSheet(props: { phrase: string; onNext: () => void; onSkip: () => void }) {
  return (
    <StepFrame
      title="Your recovery phrase"
      lead={
        <>
          These 24 words bring your invoices back on another device. <strong>Nobody else has them</strong>: without
          them, a lost computer means lost invoices. Write them on paper and keep it where you keep what matters. They
          do not open your wallet.
        </>
      }
      onSubmit={props.onNext}
      actions={
        <>
          <Button look="primary" type="submit">
            I have written them down
          </Button>
          <Button look="quiet" onClick={props.onSkip}>
            Do this later
          </Button>
        </>
      }
    >
      <PhraseGrid phrase={props.phrase} />
      <div className="button-row no-print">
        <CopyButton text={props.phrase} label="Copy" size="small" />
        <Button size="small" icon={<Printer size={16} aria-hidden="true" />} onClick={() => window.print()}>
          Print
        </Button>
      </div>
    </StepFrame>
  );
}
