import { useState, type FormEvent } from 'react';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';

interface ReasonDialogProps {
  title: string;
  /** What it does, and how one comes back from it. */
  description: string;
  action: string;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

/** Says what an action does and takes a reason for the owner's own records, which may stay empty. */
export function ReasonDialog({ title, description, action, onConfirm, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onClose();
    onConfirm(reason.trim());
  }
  return (
    <Modal open onClose={onClose} title={title} description={description}>
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
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
