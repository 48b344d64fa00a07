import type { Problem } from '../result.ts';

/** What the app is told of a bug in the engine (`engine.bug`) while it did the command or query `name`. */
export function bugProblem(name: string): Problem {
  return {
    code: 'engine.bug',
    message: `Something went wrong inside Quittance while it did "${name}". Your data is as it was before; the log says more.`,
    retryable: false,
  };
}
