import { useState } from 'react';
import type { Result } from '../../shared/result.ts';
import { Modal } from '../components/modal.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { RemedyFrame } from './remedy-frame.tsx';
import { useRemedyForm } from './use-remedy-form.ts';

interface VoidDialogProps {
  open: boolean;
  number: string;
  voidInvoice: (reason: string) => Promise<Result<unknown>>;
  onVoided: () => void;
  onClose: () => void;
}

/** Says what voiding does and takes a reason for the owner's own records, which may stay empty. */
export function VoidDialog({ open, number, voidInvoice, onVoided, onClose }: VoidDialogProps) {
  const [reason, setReason] = useState('');
  const form = useRemedyForm(['reason']);
  function finish(): void {
    setReason('');
    onClose();
    onVoided();
  }
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={`Void ${number}?`}
      description="Its payment page says so and asks for nothing any more. The number stays taken. You can reinstate it later."
    >
      <RemedyFrame
        form={form}
        action="Void invoice"
        isDanger
        onCancel={onClose}
        onSubmit={(event) => form.submit(event, () => voidInvoice(reason.trim()), finish)}
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
    </Modal>
  );
}
