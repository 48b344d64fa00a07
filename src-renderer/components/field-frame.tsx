import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface FieldFrameProps {
  id: string;
  label: string;
  problem?: string | null | undefined;
  hint?: ReactNode;
  optional?: boolean | undefined;
  hideLabel?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** Label above, note below: the note holds the hint, and the problem in its place while there is one. */
export function FieldFrame(props: FieldFrameProps) {
  const { id, label, problem, hint, optional, hideLabel, className, children } = props;
  return (
    <div className={`field ${className ?? ''}`} data-invalid={problem ? true : undefined}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : 'field-label'}>
        {label}
        {optional ? (
          <span className="field-optional" aria-hidden="true">
            optional
          </span>
        ) : null}
      </label>
      {children}
      <div id={`${id}-note`} className={problem ? 'field-problem' : 'field-hint'}>
        {problem ? (
          <>
            <CircleAlert size={14} aria-hidden="true" />
            <span>{problem}</span>
          </>
        ) : (
          hint
        )}
      </div>
    </div>
  );
}
