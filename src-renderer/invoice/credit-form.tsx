import { useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { RadioCard } from '../components/radio-card.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { showDone } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { formatMinor } from '../format/format-money.ts';
import { creditLeft } from './available-actions.ts';
import { RemedyFrame } from './remedy-frame.tsx';
import { useRemedies } from './use-remedies.ts';
import { useRemedyForm } from './use-remedy-form.ts';

/** Writes a signed credit note over part of an invoice, or over all that is left of it. */
export function CreditForm({ view, onClose }: { view: InvoiceView; onClose: () => void }) {
  const engine = useEngine();
  const { undo } = useRemedies();
  const { currency } = view.draft;
  const [isWhole, setWhole] = useState(true);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const form = useRemedyForm(['amount', 'reason']);
  const request = { id: view.id, amount: isWhole ? null : amount, reason: reason.trim() };
  return (
    <RemedyFrame
      form={form}
      action="Write credit note"
      onCancel={onClose}
      onSubmit={(event) =>
        form.submit(
          event,
          () => engine.call('invoice.credit', request),
          ({ adjustmentId, number }) => {
            onClose();
            showDone(`Credit note ${number} is written. Its PDF is under Adjustments.`, () =>
              undo(adjustmentId, `Credit note ${number}`),
            );
          },
        )
      }
    >
      <fieldset className="radio-cards">
        <legend className="visually-hidden">How much</legend>
        <RadioCard name="credit-amount" label="All that is left" checked={isWhole} onSelect={() => setWhole(true)}>
          {formatMinor(creditLeft(view), currency)}, tax included
        </RadioCard>
        <RadioCard name="credit-amount" label="Part of it" checked={!isWhole} onSelect={() => setWhole(false)}>
          The rest of the invoice stands.
        </RadioCard>
      </fieldset>
      {isWhole ? null : (
        <TextField
          label="Amount, tax included"
          value={amount}
          onChange={setAmount}
          problem={form.at('amount')}
          after={currency}
          inputMode="decimal"
        />
      )}
      <TextAreaField
        label="Reason"
        optional
        value={reason}
        onChange={setReason}
        problem={form.at('reason')}
        hint="It stands on the credit note."
      />
    </RemedyFrame>
  );
}
