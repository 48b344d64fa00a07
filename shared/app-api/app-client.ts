import { fail, ok, type Problem, type Result } from '../result.ts';
import type { AppCommandName, AppQueryName, CommandInput, CommandOutput, QueryInput, QueryOutput } from './app-api.ts';
import type { Channel, FromEngine, ToEngine } from './channel.ts';

/** The app's typed view of the engine. */
export interface AppClient {
  /** Runs a command. `engine.gone` when the channel closed before the answer came. */
  call<Name extends AppCommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>>;
  /**
   * Watches a query until the returned function is called. `onProblem` hears why there is no value: its input is refused,
   * or it cannot be read now; a value that comes after all says that this is over.
   */
  watch<Name extends AppQueryName>(
    name: Name,
    input: QueryInput<Name>,
    onValue: (value: QueryOutput<Name>) => void,
    onProblem?: (problem: Problem) => void,
  ): () => void;
}

/** Builds an {@link AppClient} on a channel. Values are trusted as typed: the engine validated them. */
export function createAppClient(channel: Channel<ToEngine, FromEngine>): AppClient {
  let lastId = 0;
  let open = true;
  const calls = new Map<number, (result: Result<never>) => void>();
  const watches = new Map<number, { next: (value: never) => void; problem: (problem: Problem) => void }>();

  channel.onMessage((message) => {
    if (message.type === 'next') watches.get(message.id)?.next(message.value as never);
    else if (message.type === 'answer') settle(message.id, ok(message.value as never));
    else if (watches.has(message.id)) watches.get(message.id)?.problem(toProblem(message.problem));
    else settle(message.id, { ok: false, problem: toProblem(message.problem) });
  });
  channel.onClose(() => {
    open = false;
    for (const id of Array.from(calls.keys())) settle(id, gone());
  });

  function settle(id: number, result: Result<never>): void {
    calls.get(id)?.(result);
    calls.delete(id);
  }

  return {
    call(name, input) {
      if (!open) return Promise.resolve(gone());
      const id = ++lastId;
      return new Promise((resolve) => {
        calls.set(id, resolve as (result: Result<never>) => void);
        channel.send({ type: 'call', id, name, input });
      });
    },
    watch(name, input, onValue, onProblem = () => {}) {
      const id = ++lastId;
      watches.set(id, { next: onValue as (value: never) => void, problem: onProblem });
      channel.send({ type: 'watch', id, name, input });
      return () => {
        if (watches.delete(id)) channel.send({ type: 'unwatch', id });
      };
    },
  };
}

function gone() {
  return fail(
    'engine.gone',
    'The engine stopped before it answered. Nothing already saved is lost; start the app again.',
    {
      retryable: true,
    },
  );
}

function toProblem(wire: {
  code: string;
  message: string;
  retryable: boolean;
  path?: (string | number)[] | undefined;
}): Problem {
  const { path, ...rest } = wire;
  return path ? { ...rest, path } : rest;
}
