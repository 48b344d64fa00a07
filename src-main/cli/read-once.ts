import type { AppClient } from '../../shared/app-api/app-client.ts';
import type { AppQueryName, QueryInput, QueryOutput } from '../../shared/app-api/app-api.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Milliseconds after which an engine that gives no value is taken for broken. */
const patience = 60_000;

/** A query's value as it is now. `engine.silent` when none comes. */
export async function readOnce<Name extends AppQueryName>(
  client: AppClient,
  name: Name,
  input: QueryInput<Name>,
): Promise<Result<QueryOutput<Name>>> {
  const found = await waitFor(client, name, input, { until: () => true, milliseconds: patience });
  if (!found.ok) return found;
  if (found.value.outcome === 'met') return ok(found.value.value);
  return fail('engine.silent', `The engine gave no answer to "${name}". The log says more.`);
}

/** What to wait for, how long at most (milliseconds; absent: for ever), and a signal that ends the wait. */
export interface Wait<Value> {
  readonly until: (value: Value) => boolean;
  readonly milliseconds?: number;
  readonly stop?: AbortSignal;
}

/** How a wait ended: with a value that satisfied it, or without; then `value` is the last one seen, if any. */
export type Waited<Value> =
  | { readonly outcome: 'met'; readonly value: Value }
  | { readonly outcome: 'timeout' | 'stopped'; readonly value: Value | undefined };

/** Watches a query until a value of it satisfies `until`; `value` is the last one seen. */
export function waitFor<Name extends AppQueryName>(
  client: AppClient,
  name: Name,
  input: QueryInput<Name>,
  wait: Wait<QueryOutput<Name>>,
): Promise<Result<Waited<QueryOutput<Name>>>> {
  return new Promise((resolve) => {
    let last: QueryOutput<Name> | undefined;
    let stopWatching: (() => void) | undefined;
    let done = false;
    const finish = (result: Result<Waited<QueryOutput<Name>>>): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      wait.stop?.removeEventListener('abort', stopped);
      stopWatching?.();
      resolve(result);
    };
    const stopped = (): void => finish(ok({ outcome: 'stopped', value: last }));
    const timer =
      wait.milliseconds === undefined
        ? undefined
        : setTimeout(() => finish(ok({ outcome: 'timeout', value: last })), wait.milliseconds);
    if (wait.stop?.aborted) return stopped();
    wait.stop?.addEventListener('abort', stopped);
    stopWatching = client.watch(
      name,
      input,
      (value) => {
        last = value;
        if (wait.until(value)) finish(ok({ outcome: 'met', value }));
      },
      (problem) => finish({ ok: false, problem }),
    );
    if (done) stopWatching();
  });
}
