import { useState } from 'react';
import { outsideMethods } from '../../shared/app-api/views.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { localDate } from '../format/format-date.ts';
import { judgeMoney, minorText } from '../format/typed-money.ts';
import { methodWords } from './adjustment-words.ts';
import { RemedyForm } from './remedy-form.tsx';
import type { Remedies } from './use-remedies.ts';

interface OutsideDialogProps {
  number: string;
  currency: string;
  /** Minor units that are still asked for. */
  remaining: string;
  remedies: Remedies;
  onClose: () => void;
}

const methods = outsideMethods.map((value) => ({ value, label: methodWords[value] }));

/** Records money that came past every chain. */
export function OutsideDialog({ number, currency, remaining, remedies, onClose }: OutsideDialogProps) {
  const today = localDate(new Date());
  const [amount, setAmount] = useState(remaining === '0' ? '' : minorText(BigInt(remaining), currency));
  const [method, setMethod] = useState('bank');
  const [date, setDate] = useState(today);
  const [note, setNote] = useState('');
  return (
    <RemedyForm
      title="Paid outside"
      description={`Money for ${number} that came as cash, by bank or by card. It counts at once, by your word alone.`}
      action="Record payment"
      judge={() => ({ amount: judgeMoney(amount, currency), date: date > today ? 'This day is still to come.' : null })}
      onSubmit={() => {
        const chosen = outsideMethods.find((one) => one === method) ?? 'other';
        return remedies.recordOutside({ amount: amount.trim(), method: chosen, date, note: note.trim() });
      }}
      onClose={onClose}
    >
      {(problemOf) => (
        <>
          <div className="field-row">
            <TextField
              label="Amount"
              inputMode="decimal"
              value={amount}
              onChange={setAmount}
              after={currency}
              problem={problemOf('amount')}
            />
            <SelectField label="How" value={method} choices={methods} onChange={setMethod} />
          </div>
          <TextField
            label="Day it came"
            type="date"
            max={today}
            value={date}
            onChange={setDate}
            problem={problemOf('date')}
          />
          <TextAreaField
            label="Note"
            optional
            value={note}
            onChange={setNote}
            maxLength={2000}
            hint="Such as a bank reference. Only you see it."
          />
        </>
      )}
    </RemedyForm>
  );
}
