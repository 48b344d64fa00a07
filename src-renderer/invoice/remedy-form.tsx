import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { Problem } from '../../shared/result.ts';
import { Button } from '../components/button.tsx';
import { focusFirstInvalid } from '../components/focus-first-invalid.ts';
import { Modal } from '../components/modal.tsx';

interface RemedyFormProps {
  title: string;
  description: ReactNode;
  action: string;
  /** The fields; each is given what is wrong with it by the name the engine uses for it. */
  children: (problemOf: (field: string) => string | null) => ReactNode;
  /** What is wrong before anything is asked of the engine, by field. */
  judge: () => Readonly<Record<string, string | null>>;
  /** Does it; answers what was wrong, or null. */
  onSubmit: () => Promise<Problem | null>;
  onClose: () => void;
}

/** A dialog whose fields are judged here first and then by the engine; what the engine refuses shows at its field. */
export function RemedyForm({ title, description, action, children, judge, onSubmit, onClose }: RemedyFormProps) {
  const [isShown, setShown] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const problems = judge();
  const refusedField = String(refusal?.path?.[0] ?? '');
  const isAtField = refusal !== null && refusedField in problems;
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setShown(true);
    setRefusal(null);
    if (Object.values(problems).some((problem) => problem !== null)) return focusFirstInvalid(form);
    setBusy(true);
    const problem = await onSubmit();
    setBusy(false);
    if (!problem) return onClose();
    setRefusal(problem);
    focusFirstInvalid(form);
  }
  const problemOf = (field: string): string | null => {
    if (isAtField && refusedField === field) return refusal.message;
    return isShown ? (problems[field] ?? null) : null;
  };
  return (
    <Modal open onClose={onClose} title={title} description={description}>
      <form
        onSubmit={(event) => void submit(event)}
        onChange={() => setRefusal(null)}
        noValidate
        className="remedy-form"
      >
        {children(problemOf)}
        {refusal && !isAtField ? (
          <p className="field-problem" role="alert">
            {refusal.message}
          </p>
        ) : null}
        <div className="modal-actions">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={isBusy}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
