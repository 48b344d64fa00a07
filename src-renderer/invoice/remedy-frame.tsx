import type { FormEvent, ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import type { RemedyForm } from './use-remedy-form.ts';

interface RemedyFrameProps {
  form: RemedyForm;
  action: string;
  isDanger?: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onCancel: () => void;
  children: ReactNode;
}

/** A remedy's fields, what is wrong beside them, and the way on or out. */
export function RemedyFrame({ form, action, isDanger, onSubmit, onCancel, children }: RemedyFrameProps) {
  return (
    <form onSubmit={onSubmit} noValidate className="remedy-form">
      {children}
      {form.rest ? (
        <Notice tone="problem">
          {form.rest.message} <span className="problem-code">{form.rest.code}</span>
        </Notice>
      ) : null}
      <div className="modal-actions">
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button look={isDanger ? 'danger' : 'primary'} type="submit" disabled={form.isBusy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
