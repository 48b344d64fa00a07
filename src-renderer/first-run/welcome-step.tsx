import { FileCheck2, HardDrive, Wallet } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { StepFrame } from './step-frame.tsx';

/** What Quittance is in three lines, and the two ways in. */
export function WelcomeStep(props: { practice: boolean; onStart: () => void; onRestore: () => void }) {
  return (
    <StepFrame
      mark
      title="Welcome to Quittance"
      lead="Invoices that are paid in stablecoins, straight into your own wallet."
      onSubmit={props.onStart}
      actions={
        <>
          <Button look="primary" type="submit">
            Set up my workspace
          </Button>
          <Button look="quiet" onClick={props.onRestore}>
            Restore from recovery phrase
          </Button>
        </>
      }
    >
      <ul className="welcome-points">
        <li>
          <HardDrive size={20} aria-hidden="true" />
          <span>
            <strong>Yours, on this machine.</strong> Write invoices with the network off. It is sealed before it leaves,
            unless you choose to email a PDF.
          </span>
        </li>
        <li>
          <Wallet size={20} aria-hidden="true" />
          <span>
            <strong>Nobody in between.</strong> Money goes from your client’s wallet to yours.
          </span>
        </li>
        <li>
          <FileCheck2 size={20} aria-hidden="true" />
          <span>
            <strong>Checked on the chain.</strong> “Paid” means that the payment is in the chain’s blocks, not that
            somebody says so.
          </span>
        </li>
      </ul>
      {props.practice ? (
        <p className="step-note">
          You are in practice mode: the relay, the chain and the money are all make-believe and stay on this computer.
        </p>
      ) : null}
    </StepFrame>
  );
}
