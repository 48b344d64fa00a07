import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { RadioCard } from '../components/radio-card.tsx';
import { TextField } from '../components/text-field.tsx';
import { walletProblem } from '../format/wallet-problem.ts';
import { StepFrame } from './step-frame.tsx';

interface WalletStepProps {
  practice: boolean;
  /** The address as typed, or `practice`. */
  wallet: string;
  isBusy: boolean;
  onChange: (wallet: string) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Where the money goes. Addresses are checked as they are typed: a wrong one is money lost. */
export function WalletStep({ practice, wallet, isBusy, onChange, onBack, onNext }: WalletStepProps) {
  const [isShown, setShown] = useState(false);
  const isPractice = wallet === 'practice';
  const problem = isPractice ? null : walletProblem(wallet);
  function next(): void {
    setShown(true);
    if (!problem) onNext();
  }
  return (
    <StepFrame
      title="Where should the money go?"
      lead="Clients pay straight into this wallet. Quittance never asks for its keys: the public address is enough."
      onSubmit={next}
      actions={
        <>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Making your workspace…' : 'Continue'}
          </Button>
          <Button look="quiet" onClick={onBack}>
            Back
          </Button>
        </>
      }
    >
      {practice ? (
        <fieldset className="radio-cards">
          <legend className="visually-hidden">Wallet</legend>
          <RadioCard
            name="wallet"
            label="Use the practice wallet"
            checked={isPractice}
            onSelect={() => onChange('practice')}
          >
            A wallet on the practice chain. Good for trying everything out.
          </RadioCard>
          <RadioCard name="wallet" label="Use my own address" checked={!isPractice} onSelect={() => onChange('')}>
            Any address that you hold the keys of.
          </RadioCard>
        </fieldset>
      ) : null}
      {isPractice ? null : (
        <TextField
          label="Wallet address"
          className="mono"
          value={wallet}
          onChange={onChange}
          onBlur={() => setShown(wallet !== '')}
          problem={isShown || wallet.length >= 42 ? problem : null}
          placeholder="0x…"
          autoComplete="off"
          spellCheck={false}
          hint={
            problem ? (
              'The same address is used on every chain that you accept.'
            ) : (
              <span className="field-good">
                <CircleCheck size={14} aria-hidden="true" /> This is a valid address.
              </span>
            )
          }
        />
      )}
    </StepFrame>
  );
}
