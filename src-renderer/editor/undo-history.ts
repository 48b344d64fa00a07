/** States one can go back and forth through. `key` and `at` (milliseconds) say what the last change was, and when. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
  readonly key: string | null;
  readonly at: number;
}

/** Changes of one field within this time are one step back, in milliseconds. */
const together = 1_000;
const mostSteps = 200;

/** A history that begins here. */
export function historyOf<State>(present: State): History<State> {
  return { past: [], present, future: [], key: null, at: 0 };
}

/** Makes a change. Typing on in the same field (`key`) within a second joins the step before. */
export function record<State>(history: History<State>, next: State, key: string, at: number): History<State> {
  if (Object.is(next, history.present)) return history;
  const isSameStep = key === history.key && at - history.at < together;
  const past = isSameStep ? history.past : [...history.past, history.present].slice(-mostSteps);
  return { past, present: next, future: [], key, at };
}

/** One step back; the same history when there is none. */
export function undo<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    key: null,
    at: 0,
  };
}

/** One step forward again; the same history when there is none. */
export function redo<State>(history: History<State>): History<State> {
  const [after, ...rest] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future: rest, key: null, at: 0 };
}
