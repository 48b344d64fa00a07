import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import { Mark } from '../shell/mark.tsx';
import { focusFirstInvalid } from '../components/focus-first-invalid.ts';

interface StepFrameProps {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
  actions: ReactNode;
  onSubmit?: () => void;
  /** Shows Quittance's mark over the heading. */
  mark?: boolean;
}

/** One step of the first run: a heading that takes the focus, a sentence, fields, and the way on. */
export function StepFrame({ title, lead, children, actions, onSubmit, mark }: StepFrameProps) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Quittance`;
    head.current?.focus();
  }, [title]);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onSubmit?.();
    focusFirstInvalid(event.currentTarget);
  }
  return (
    <form className="step" onSubmit={submit} noValidate>
      {mark ? <Mark size={44} /> : null}
      <h1 ref={head} tabIndex={-1}>
        {title}
      </h1>
      <div className="step-lead">{lead}</div>
      {children}
      <div className="step-actions">{actions}</div>
    </form>
  );
}
