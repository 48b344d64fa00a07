/**
 * The outcome of an operation that can fail in expected ways: a value, or a problem. Bugs throw instead.
 */
export type Result<Value, Failure extends Problem = Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Failure };

/**
 * An expected failure as a value.
 *
 * `code` is stable and meant for programs (`area.what`, e.g. `amount.too-many-decimals`); `message` is one or two plain
 * sentences for a person: what happened, with which values, and how to mend it; `retryable` tells whether the same call
 * can succeed later with nothing changed; `path` names the field at fault, in the input's own terms.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly path?: readonly (string | number)[];
}

/** Wraps a success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Wraps an expected failure; `retryable` is false unless said otherwise. */
export function fail<Code extends string>(
  code: Code,
  message: string,
  more: { retryable?: boolean; path?: readonly (string | number)[] } = {},
): { readonly ok: false; readonly problem: Problem & { readonly code: Code } } {
  const { retryable = false, path } = more;
  return { ok: false, problem: { code, message, retryable, ...(path ? { path } : {}) } };
}

/** Returns the value, or throws the problem as an `Error`: for places where a failure would be a bug. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code}: ${result.problem.message}`);
}
