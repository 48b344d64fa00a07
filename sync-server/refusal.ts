import { fail, type Problem, type Result } from '../shared/result.ts';

/** An expected failure of a call, with the HTTP status it is answered with and, where known, the seconds to wait. */
export interface Refusal extends Problem {
  readonly status: number;
  readonly retryAfter?: number;
}

/** The outcome of a call. */
export type Answer<Value> = Result<Value, Refusal>;

/** Refuses a call. `code` is stable; `message` says what happened and how to mend it, with no inner detail. */
export function refuse(
  status: number,
  code: string,
  message: string,
  more: { retryable?: boolean; retryAfter?: number; path?: readonly (string | number)[] } = {},
): { readonly ok: false; readonly problem: Refusal } {
  const { retryAfter, ...rest } = more;
  const { problem } = fail(code, message, { retryable: retryAfter !== undefined, ...rest });
  return { ok: false, problem: { ...problem, status, ...(retryAfter === undefined ? {} : { retryAfter }) } };
}
