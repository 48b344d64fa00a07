import { useState } from 'react';
import type { Party } from '../../shared/invoice/party.ts';
import { Button } from '../components/button.tsx';
import { PartyFields, partyFields } from '../components/party-fields.tsx';
import { partyProblem } from '../format/party-problem.ts';
import { StepFrame } from './step-frame.tsx';

interface SellerStepProps {
  seller: Party;
  onChange: (seller: Party) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Who sends the invoices. */
export function SellerStep({ seller, onChange, onBack, onNext }: SellerStepProps) {
  const [shown, setShown] = useState<ReadonlySet<keyof Party>>(new Set());
  const problemOf = (field: keyof Party): string | null =>
    field === 'name' && seller.name.trim() === ''
      ? 'Write your name or your firm’s: it heads every invoice.'
      : partyProblem(field, seller[field], 'Your');
  function next(): void {
    setShown(new Set(partyFields));
    if (!partyFields.some(problemOf)) onNext();
  }
  return (
    <StepFrame
      title="Who sends the invoices?"
      lead="This is printed at the head of each invoice. You can change it later."
      onSubmit={next}
      actions={
        <>
          <Button look="primary" type="submit">
            Continue
          </Button>
          <Button look="quiet" onClick={onBack}>
            Back
          </Button>
        </>
      }
    >
      <PartyFields
        party={seller}
        onChange={(field, value) => onChange({ ...seller, [field]: value })}
        onBlur={(field) => setShown(new Set([...shown, field]))}
        problems={Object.fromEntries(partyFields.map((field) => [field, shown.has(field) ? problemOf(field) : null]))}
      />
    </StepFrame>
  );
}
