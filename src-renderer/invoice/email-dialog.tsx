import { useState } from 'react';
import type { Problem } from '../../shared/result.ts';
import { TextField } from '../components/text-field.tsx';
import { emailProblem } from '../format/email-problem.ts';
import { RemedyForm } from './remedy-form.tsx';

interface EmailDialogProps {
  title: string;
  description: string;
  initialTo: string;
  onSend: (to: string) => Promise<Problem | null>;
  onClose: () => void;
}

/** Sends a paper by email; the relay wipes it once the mail is accepted. */
export function EmailDialog({ title, description, initialTo, onSend, onClose }: EmailDialogProps) {
  const [to, setTo] = useState(initialTo);
  return (
    <RemedyForm
      title={title}
      description={description}
      action="Send now"
      judge={() => ({ to: to.trim() === '' ? 'Say to which address it goes.' : emailProblem(to) })}
      onSubmit={() => onSend(to.trim())}
      onClose={onClose}
    >
      {(problemOf) => <TextField label="Send to" type="email" value={to} onChange={setTo} problem={problemOf('to')} />}
    </RemedyForm>
  );
}
