import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Problem, Result } from '../../shared/result.ts';

/** A form whose fields the engine judges. */
export interface RemedyForm {
  readonly isBusy: boolean;
  /** The problem of a field, in words. */
  at(field: string): string | null;
  /** The problem that belongs to no field. */
  readonly rest: Problem | null;
  /** Sends the form: what comes of it goes to `done`, or its problem to the field that it names. */
  submit<Value>(
    event: FormEvent<HTMLFormElement>,
    call: () => Promise<Result<Value>>,
    done: (value: Value) => void,
  ): void;
}

/** Keeps what the engine said of a form until it is sent again. `fieldOf` places a problem that names no path. */
export function useRemedyForm(
  fields: readonly string[],
  fieldOf: (code: string) => string | undefined = () => undefined,
): RemedyForm {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const named = problem?.path?.[0] ?? (problem ? fieldOf(problem.code) : undefined);
  const field = fields.find((one) => one === named);
  const sent = useRef<HTMLFormElement>(null);
  // Only now does the screen show which field is wrong.
  useEffect(() => {
    if (problem) sent.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);
  async function send<Value>(form: HTMLFormElement, call: () => Promise<Result<Value>>, done: (value: Value) => void) {
    sent.current = form;
    setBusy(true);
    const result = await call();
    setBusy(false);
    setProblem(result.ok ? null : result.problem);
    if (result.ok) done(result.value);
  }
  return {
    isBusy,
    at: (asked) => (problem && field === asked ? problem.message : null),
    rest: field === undefined ? problem : null,
    submit(event, call, done) {
      event.preventDefault();
      void send(event.currentTarget, call, done);
    },
  };
}
