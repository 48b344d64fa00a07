import type { AppClient } from '../../shared/app-api/app-client.ts';
import { createAppClient } from '../../shared/app-api/app-client.ts';
import type { Channel, FromEngine, ToEngine } from '../../shared/app-api/channel.ts';
import { fail } from '../../shared/result.ts';

/** Whether the app can talk to its engine: `connecting` before the first time, `reconnecting` after a loss. */
export type ConnectionStatus = 'connecting' | 'open' | 'reconnecting';

export type EngineChannel = Channel<ToEngine, FromEngine>;

/** A client that outlives its channel, and the state of that channel as an external store. */
export interface EngineConnection {
  readonly client: AppClient;
  readonly status: () => ConnectionStatus;
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
 * A call made while there is no channel waits for the next one; a call whose channel broke answers `engine.gone`, because
 * nobody knows whether it was done.
 */
export function createEngineConnection(options: ConnectionOptions): EngineConnection {
  const listeners = new Set<() => void>();
  const watches = new Set<Subscription>();
  const waiting = createWaitingRoom(options);
  let status: ConnectionStatus = 'connecting';
  let current: AppClient | null = null;

  function become(next: ConnectionStatus): void {
    status = next;
    for (const listener of listeners) listener();
  }

  function adopt(channel: EngineChannel): Promise<void> {
    const client = createAppClient(channel);
    const closed = new Promise<void>((resolve) => {
      channel.onClose(() => {
        current = null;
        for (const watch of watches) watch.stop = null;
        become('reconnecting');
        resolve();
      });
    });
    current = client;
    for (const watch of watches) watch.stop = watch.start(client);
    waiting.admit(client);
    become('open');
    return closed;
  }

  const client: AppClient = {
    async call(name, input) {
      const open = current ?? (await waiting.next());
      return open ? open.call(name, input) : unreachable();
    },
    watch(name, input, onValue, onProblem) {
      const watch: Subscription = { start: (open) => open.watch(name, input, onValue, onProblem), stop: null };
      watches.add(watch);
      if (current) watch.stop = watch.start(current);
      return () => {
        watches.delete(watch);
        watch.stop?.();
      };
    },
  };
  void keepOpen(options, adopt);
  return {
    client,
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
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
}

function unreachable() {
  return fail('engine.unreachable', 'Quittance cannot reach its engine just now. Try again in a moment.', {
    retryable: true,
  });
}
