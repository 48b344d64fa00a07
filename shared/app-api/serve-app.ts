import type { z } from 'zod';
import { readBySchema, type Misfit } from '../read-by-schema.ts';
import type { Problem, Result } from '../result.ts';
import {
  appCommands,
  appQueries,
  type AppCommandName,
  type AppCommands,
  type AppQueries,
  type AppQueryName,
  type CommandOutput,
  type QueryOutput,
} from './app-api.ts';
import { bugProblem } from './bug-problem.ts';
import { toEngineSchema, type Channel, type FromEngine, type ToEngine } from './channel.ts';

/** The engine's side of the contract: one handler per command and one live source per query. */
export interface AppHandlers {
  readonly commands: {
    readonly [Name in AppCommandName]: (
      input: z.output<AppCommands[Name]['input']>,
    ) => Promise<Result<CommandOutput<Name>>>;
  };
  readonly queries: {
    /**
     * Calls `next` now and after each change, until the returned function is called; `onProblem` in its place while the
     * value cannot be had, and `next` again once it can.
     */
    readonly [Name in AppQueryName]: (
      input: z.output<AppQueries[Name]['input']>,
      next: (value: QueryOutput<Name>) => void,
      onProblem: (problem: Problem) => void,
    ) => () => void;
  };
  /** Told of bugs (thrown errors), which reach the app only as `engine.bug`. */
  readonly onBug: (error: unknown, where: string) => void;
}

/** Serves one channel: validates every message, runs handlers, and lets nothing unexpected out. */
export function serveApp(channel: Channel<FromEngine, ToEngine>, handlers: AppHandlers): void {
  const watches = new Map<number, () => void>();
  channel.onClose(() => {
    for (const stop of watches.values()) stop();
    watches.clear();
  });
  channel.onMessage((raw) => {
    const message = toEngineSchema.safeParse(raw);
    if (!message.success) return;
    if (message.data.type === 'unwatch') {
      watches.get(message.data.id)?.();
      watches.delete(message.data.id);
    } else if (message.data.type === 'call') void answer(message.data.id, message.data.name, message.data.input);
    else watch(message.data.id, message.data.name, message.data.input);
  });

  const refuse = (id: number, problem: Problem): void =>
    channel.send({ type: 'problem', id, problem: { ...problem, path: problem.path ? [...problem.path] : undefined } });

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    if (!Object.hasOwn(appCommands, name)) return refuse(id, unknownName(name));
    const command = name as AppCommandName;
    const read = readBySchema<unknown>(appCommands[command].input, input);
    if (!read.ok) return refuse(id, badInput(name, read.misfits));
    try {
      const handler = handlers.commands[command] as (value: unknown) => Promise<Result<unknown>>;
      const result = await handler(read.value);
      if (result.ok) channel.send({ type: 'answer', id, value: result.value });
      else refuse(id, result.problem);
    } catch (error) {
      handlers.onBug(error, name);
      refuse(id, bugProblem(name));
    }
  }

  function watch(id: number, name: string, input: unknown): void {
    if (!Object.hasOwn(appQueries, name)) return refuse(id, unknownName(name));
    const query = name as AppQueryName;
    const read = readBySchema<unknown>(appQueries[query].input, input);
    if (!read.ok) return refuse(id, badInput(name, read.misfits));
    try {
      const source = handlers.queries[query] as Source;
      const next = (value: unknown): void => channel.send({ type: 'next', id, value });
      watches.set(
        id,
        source(read.value, next, (problem) => refuse(id, problem)),
      );
    } catch (error) {
      handlers.onBug(error, name);
      refuse(id, bugProblem(name));
    }
  }
}

type Source = (input: unknown, next: (value: unknown) => void, onProblem: (problem: Problem) => void) => () => void;

function unknownName(name: string): Problem {
  return { code: 'app.unknown-call', message: `The engine knows nothing called "${name}".`, retryable: false };
}

function badInput(name: string, [{ sentence, path }]: readonly [Misfit, ...Misfit[]]): Problem {
  return { code: 'app.bad-input', message: `${name} cannot take this: ${sentence}.`, retryable: false, path };
}
