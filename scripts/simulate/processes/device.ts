import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createAppClient, type AppClient } from '../../../shared/app-api/app-client.ts';
import type { AppQueryName, QueryInput, QueryOutput } from '../../../shared/app-api/app-api.ts';
import type { FromEngine } from '../../../shared/app-api/channel.ts';
import type { WorldClock } from '../world/world-clock.ts';
import { keepChild, killChild } from './keep-child.ts';

const shiftedClock = new URL('shifted-clock.ts', import.meta.url).href;

/** One of the owner's computers: a data folder, and the real engine on it while it runs. */
export class Device {
  readonly name: string;
  readonly #folder: string;
  readonly #relayOrigin: string;
  readonly #clock: WorldClock;
  #running: { readonly child: ChildProcess; readonly app: Promise<AppClient> } | null = null;

  constructor(name: string, folder: string, relayOrigin: string, clock: WorldClock) {
    this.#clock = clock;
    clock.onJump((clockAhead) => {
      const child = this.#running?.child;
      if (child?.connected) child.send({ clockAhead });
    });
    this.name = name;
    this.#folder = join(folder, name);
    this.#relayOrigin = relayOrigin;
  }

  get isDown(): boolean {
    return this.#running === null;
  }

  /** Starts it unless it runs, and gives the app's client on it. */
  start(): Promise<AppClient> {
    this.#running ??= this.#open();
    return this.#running.app;
  }

  /** The first value of a query that passes `test`; rejects when the engine dies before. */
  async read<Name extends AppQueryName>(
    name: Name,
    input: QueryInput<Name>,
    test: (value: QueryOutput<Name>) => boolean = () => true,
  ): Promise<QueryOutput<Name>> {
    const app = await this.start();
    const child = this.#running?.child;
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error(`${this.name} ended while it was asked for ${name}`));
      child?.once('exit', gone);
      const stop = app.watch(
        name,
        input,
        (value) => {
          if (!test(value)) return;
          child?.off('exit', gone);
          queueMicrotask(() => stop());
          resolve(value);
        },
        (problem) => reject(new Error(problem.message)),
      );
    });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running) await killChild(running.child);
  }

  /** Closes the app. */
  async close(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    await running.app;
    this.#running = null;
    const ended = once(running.child, 'exit');
    running.child.disconnect();
    await ended;
  }

  #open(): { child: ChildProcess; app: Promise<AppClient> } {
    const script = join(import.meta.dirname, 'device-process.ts');
    const child = fork(script, [this.#folder, this.#relayOrigin], {
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', shiftedClock],
      env: { PATH: process.env.PATH, CLOCK_AHEAD: String(this.#clock.ahead) },
    });
    keepChild(child);
    const ready = Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${this.name} did not start`))),
    ]);
    const app = ready.then(() => clientOn(child));
    app.catch(() => undefined);
    return { child, app };
  }
}

function clientOn(child: ChildProcess): AppClient {
  child.setMaxListeners(0);
  return createAppClient({
    send: (message) => void (child.connected && child.send(message)),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    onClose: (listener) => void child.once('disconnect', listener),
    close: () => child.disconnect(),
  });
}
