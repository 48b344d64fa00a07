import { useState } from 'react';
import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { calendarDateAt } from '../../shared/invoice/calendar-date.ts';
import { moneyToDecimal } from '../../shared/money/amount.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { showDone } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { methodLabels } from './describe-adjustment.ts';
import { RemedyFrame } from './remedy-frame.tsx';
import { useRemedies } from './use-remedies.ts';
import { useRemedyForm } from './use-remedy-form.ts';

type Method = NonNullable<AdjustmentView['method']>;

const methods = Object.entries(methodLabels) as [Method, string][];

/** Records money that no chain shows: cash, a bank transfer, a card. */
export function OutsideForm({ view, onClose }: { view: InvoiceView; onClose: () => void }) {
  const engine = useEngine();
  const { undo } = useRemedies();
  const { currency } = view.draft;
  const today = calendarDateAt(new Date());
  const remaining = BigInt(view.settlement?.remaining ?? '0');
  const [amount, setAmount] = useState(remaining > 0n ? moneyToDecimal({ minor: remaining, currency }) : '');
  const [date, setDate] = useState(today);
  const [method, setMethod] = useState<Method>('bank');
  const [note, setNote] = useState('');
  const form = useRemedyForm(['amount', 'date', 'method', 'note'], (code) =>
    code.startsWith('amount.') ? 'amount' : undefined,
  );
  return (
    <RemedyFrame
      form={form}
      action="Record payment"
      onCancel={onClose}
      onSubmit={(event) =>
        form.submit(
          event,
          () => engine.call('invoice.recordOutside', { id: view.id, amount, method, date, note: note.trim() }),
          ({ adjustmentId }) => {
            onClose();
            showDone('Payment recorded', () => undo(adjustmentId, 'The payment'));
          },
        )
      }
    >
      <div className="field-row">
        <TextField
          label="Amount"
          value={amount}
          onChange={setAmount}
          problem={form.at('amount')}
          after={currency}
          inputMode="decimal"
        />
        <TextField label="Date" type="date" value={date} onChange={setDate} problem={form.at('date')} max={today} />
      </div>
      <SelectField
        label="How it came"
        value={method}
        choices={methods.map(([value, label]) => ({ value, label }))}
        onChange={(value) => setMethod(methods.find(([known]) => known === value)?.[0] ?? 'other')}
        problem={form.at('method')}
      />
      <TextAreaField
        label="Note"
        optional
        value={note}
        onChange={setNote}
        problem={form.at('note')}
        hint="For your own records, such as the bank’s reference."
      />
    </RemedyFrame>
  );
}
