import type { AppClient } from '../../shared/app-api/app-client.ts';
import { createAppClient } from '../../shared/app-api/app-client.ts';
import type { Channel, FromEngine, ToEngine } from '../../shared/app-api/channel.ts';
import { fail, type Problem } from '../../shared/result.ts';

/** Whether the app can talk to its engine: `connecting` before the first time, `reconnecting` after a loss. */
export type ConnectionStatus = 'connecting' | 'open' | 'reconnecting';

/** The app's end of the channel to its engine. */
export type EngineChannel = Channel<ToEngine, FromEngine>;

/** A client that outlives its channel, and the state of that channel as an external store. */
export interface EngineConnection {
  readonly client: AppClient;
  readonly status: () => ConnectionStatus;
  /** Why a live query that somebody watches cannot be read just now; null while all can. */
  readonly trouble: () => Problem | null;
  /** Told of each change of `status` and of `trouble`. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** What a connection needs from its surroundings; times are milliseconds. */
export interface ConnectionOptions {
  /** Opens one channel; rejects when that fails. */
  readonly open: () => Promise<EngineChannel>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** How long a call waits for a channel before it answers `engine.unreachable`. */
  readonly patience: number;
}

/** How long to wait before attempt `n` (from 0): 250 ms doubling to 8 s, with up to half taken off at random. */
export function reconnectDelay(attempt: number, random: () => number): number {
  const ceiling = Math.min(8_000, 250 * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling * (1 - random() / 2));
}

/**
 * Keeps a channel to the engine open, and puts every live query up again on each new one.
 *
 * A call made while there is no channel waits for the next one; a call whose channel broke answers `engine.gone`,
 * because nobody knows whether it was done.
 */
export function createEngineConnection(options: ConnectionOptions): EngineConnection {
  const listeners = new Set<() => void>();
  const waiting = createWaitingRoom(options);
  let status: ConnectionStatus = 'connecting';
  let current: AppClient | null = null;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const watches = createWatches(() => current, tell);

  function become(next: ConnectionStatus): void {
    status = next;
    tell();
  }

  function adopt(channel: EngineChannel): Promise<void> {
    const client = createAppClient(channel);
    const closed = new Promise<void>((resolve) => {
      channel.onClose(() => {
        current = null;
        watches.drop();
        become('reconnecting');
        resolve();
      });
    });
    current = client;
    watches.putUp(client);
    waiting.admit(client);
    become('open');
    return closed;
  }

  const client: AppClient = {
    async call(name, input) {
      const open = current ?? (await waiting.next());
      return open ? open.call(name, input) : unreachable();
    },
    watch: watches.watch,
  };
  void keepOpen(options, adopt);
  return {
    client,
    status: () => status,
    trouble: watches.trouble,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The live queries that are watched, and why one cannot be read; `tell` is called when that changes. */
function createWatches(current: () => AppClient | null, tell: () => void) {
  const watches = new Set<Subscription>();
  function settle(watch: Subscription, problem: Problem | null): void {
    if (watch.problem === problem) return;
    watch.problem = problem;
    tell();
  }
  const watch: AppClient['watch'] = (name, input, onValue, onProblem) => {
    const subscription: Subscription = {
      start: (client) =>
        client.watch(
          name,
          input,
          (value) => {
            settle(subscription, null);
            onValue(value);
          },
          (problem) => {
            settle(subscription, problem);
            onProblem?.(problem);
          },
        ),
      stop: null,
      problem: null,
    };
    watches.add(subscription);
    const client = current();
    if (client) subscription.stop = subscription.start(client);
    return () => {
      watches.delete(subscription);
      subscription.stop?.();
      settle(subscription, null);
    };
  };
  return {
    watch,
    putUp(client: AppClient): void {
      for (const each of watches) each.stop = each.start(client);
    },
    drop(): void {
      for (const each of watches) each.stop = null;
    },
    trouble: (): Problem | null => Array.from(watches).find(({ problem }) => problem)?.problem ?? null,
  };
}

/** Opens a channel, waits until it breaks, and opens the next, for as long as the page lives. */
async function keepOpen(options: ConnectionOptions, adopt: (channel: EngineChannel) => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const channel = await options.open().catch(() => null);
    if (channel) {
      const closed = adopt(channel);
      attempt = 0;
      await closed;
    }
    await options.wait(reconnectDelay(attempt, options.random));
  }
}

/** Where calls wait for the next channel, as long as patience lasts; then they get none. */
function createWaitingRoom({ wait, patience }: Pick<ConnectionOptions, 'wait' | 'patience'>) {
  const waiting = new Set<(client: AppClient) => void>();
  return {
    admit(client: AppClient): void {
      for (const resume of waiting) resume(client);
      waiting.clear();
    },
    next(): Promise<AppClient | null> {
      return new Promise((resolve) => {
        const resume = (client: AppClient): void => resolve(client);
        waiting.add(resume);
        void wait(patience).then(() => {
          waiting.delete(resume);
          resolve(null);
        });
      });
    },
  };
}

interface Subscription {
  readonly start: (client: AppClient) => () => void;
  stop: (() => void) | null;
  problem: Problem | null;
}

function unreachable() {
  return fail('engine.unreachable', 'Quittance cannot reach its engine just now. Try again in a moment.', {
    retryable: true,
  });
}
