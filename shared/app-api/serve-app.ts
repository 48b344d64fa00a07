import type { z } from 'zod';
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
import { toEngineSchema, type Channel, type FromEngine, type ToEngine } from './channel.ts';

/** The engine's side of the contract: one handler per command and one live source per query. */
export interface AppHandlers {
  readonly commands: {
    readonly [Name in AppCommandName]: (
      input: z.output<AppCommands[Name]['input']>,
    ) => Promise<Result<CommandOutput<Name>>>;
  };
  readonly queries: {
    /** Calls `next` now and after each change, until the returned function is called. */
    readonly [Name in AppQueryName]: (
      input: z.output<AppQueries[Name]['input']>,
      next: (value: QueryOutput<Name>) => void,
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
    const parsed = appCommands[command].input.safeParse(input);
    if (!parsed.success) return refuse(id, badInput(name, parsed.error));
    try {
      const handler = handlers.commands[command] as (value: unknown) => Promise<Result<unknown>>;
      const result = await handler(parsed.data);
      if (result.ok) channel.send({ type: 'answer', id, value: result.value });
      else refuse(id, result.problem);
    } catch (error) {
      handlers.onBug(error, name);
      refuse(id, bug(name));
    }
  }

  function watch(id: number, name: string, input: unknown): void {
    if (!Object.hasOwn(appQueries, name)) return refuse(id, unknownName(name));
    const query = name as AppQueryName;
    const parsed = appQueries[query].input.safeParse(input);
    if (!parsed.success) return refuse(id, badInput(name, parsed.error));
    try {
      const source = handlers.queries[query] as (value: unknown, next: (value: unknown) => void) => () => void;
      watches.set(
        id,
        source(parsed.data, (value) => channel.send({ type: 'next', id, value })),
      );
    } catch (error) {
      handlers.onBug(error, name);
      refuse(id, bug(name));
    }
  }
}

function unknownName(name: string): Problem {
  return { code: 'app.unknown-call', message: `The engine knows nothing called "${name}".`, retryable: false };
}

function badInput(name: string, error: z.ZodError): Problem {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
  const where = path.length > 0 ? ` at ${path.join('.')}` : '';
  return {
    code: 'app.bad-input',
    message: `${name} was given something wrong${where}: ${issue?.message ?? ''}.`,
    retryable: false,
    path,
  };
}

function bug(name: string): Problem {
  return {
    code: 'engine.bug',
    message: `Something went wrong inside Quittance while it did "${name}". Your data is as it was before; the log says more.`,
    retryable: false,
  };
}
