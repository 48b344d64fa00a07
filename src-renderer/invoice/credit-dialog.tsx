import { useState } from 'react';
import { RadioCard } from '../components/radio-card.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { formatMinor } from '../format/format-money.ts';
import { judgeMoney } from '../format/typed-money.ts';
import { RemedyForm } from './remedy-form.tsx';
import type { Remedies } from './use-remedies.ts';

interface CreditDialogProps {
  number: string;
  currency: string;
  /** Minor units that are not credited yet. */
  left: bigint;
  remedies: Remedies;
  onClose: () => void;
}

/** Writes a credit note, for all that is not credited yet or for a part of it. */
export function CreditDialog({ number, currency, left, remedies, onClose }: CreditDialogProps) {
  const [isWhole, setWhole] = useState(true);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  return (
    <RemedyForm
      title="Credit note"
      description={`It is signed, has a number of its own and lowers what is due on ${number}. The invoice itself never changes.`}
      action="Write credit note"
      judge={() => ({ amount: isWhole ? null : judgeMoney(amount, currency) })}
      onSubmit={() => remedies.credit({ amount: isWhole ? null : amount.trim(), reason: reason.trim() })}
      onClose={onClose}
    >
      {(problemOf) => (
        <>
          <fieldset className="radio-cards">
            <legend className="visually-hidden">How much is credited</legend>
            <RadioCard
              name="credit-amount"
              label={`All of it: ${formatMinor(left, currency)}`}
              checked={isWhole}
              onSelect={() => setWhole(true)}
            >
              Nothing is due any more.
            </RadioCard>
            <RadioCard name="credit-amount" label="A part" checked={!isWhole} onSelect={() => setWhole(false)}>
              A discount, or something that was not delivered. Taxes are credited in proportion.
            </RadioCard>
          </fieldset>
          {isWhole && problemOf('amount') === null ? null : (
            <TextField
              label="Amount with tax"
              inputMode="decimal"
              value={amount}
              onChange={setAmount}
              after={currency}
              problem={problemOf('amount')}
            />
          )}
          <TextAreaField
            label="Reason"
            optional
            value={reason}
            onChange={setReason}
            maxLength={2000}
            hint="Printed on the credit note: the client reads it."
          />
        </>
      )}
    </RemedyForm>
  );
}
