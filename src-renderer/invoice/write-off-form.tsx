import { useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { TextAreaField } from '../components/text-area-field.tsx';
import { showDone } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { RemedyFrame } from './remedy-frame.tsx';
import { useRemedies } from './use-remedies.ts';
import { useRemedyForm } from './use-remedy-form.ts';

interface WriteOffFormProps {
  view: InvoiceView;
  number: string;
  onClose: () => void;
}

/** Gives an invoice up, with a reason for the owner's own records. */
export function WriteOffForm({ view, number, onClose }: WriteOffFormProps) {
  const engine = useEngine();
  const { reinstate } = useRemedies();
  const [reason, setReason] = useState('');
  const form = useRemedyForm(['reason']);
  return (
    <RemedyFrame
      form={form}
      action="Write off"
      isDanger
      onCancel={onClose}
      onSubmit={(event) =>
        form.submit(
          event,
          () => engine.call('invoice.writeOff', { id: view.id, reason: reason.trim() }),
          () => {
            onClose();
            showDone(`${number} is written off`, () => reinstate(view.id, number));
          },
        )
      }
    >
      <TextAreaField
        label="Reason"
        optional
        value={reason}
        onChange={setReason}
        problem={form.at('reason')}
        hint="For your own records; the client does not see it."
      />
    </RemedyFrame>
  );
}
