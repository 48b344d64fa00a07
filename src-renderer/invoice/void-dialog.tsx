import { useState, type FormEvent } from 'react';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';

interface VoidDialogProps {
  open: boolean;
  number: string;
  onVoid: (reason: string) => void;
  onClose: () => void;
}

/** Says what voiding does and takes a reason for the owner's own records, which may stay empty. */
export function VoidDialog({ open, number, onVoid, onClose }: VoidDialogProps) {
  const [reason, setReason] = useState('');
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onClose();
    onVoid(reason.trim());
    setReason('');
  }
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={`Void ${number}?`}
      description="Its payment page says so and asks for nothing any more. The number stays taken. You can reinstate it later."
    >
      <form onSubmit={submit} noValidate className="stack">
        <TextAreaField
          label="Reason"
          optional
          value={reason}
          onChange={setReason}
          maxLength={2000}
          hint="For your own records; the client does not see it."
        />
        <div className="modal-actions">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" type="submit">
            Void invoice
          </Button>
        </div>
      </form>
    </Modal>
  );
}
