import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WorldClock } from '../world/world-clock.ts';
import { keepChild, killChild } from './keep-child.ts';

/** What a relay is started with: its port stays the same over all restarts. */
export interface RelayOptions {
  readonly folder: string;
  readonly port: number;
  /** PostgreSQL address; null: SQLite in `folder`. */
  readonly databaseUrl: string | null;
  /** RPC endpoints by chain id. */
  readonly rpc: ReadonlyMap<number, readonly string[]>;
  readonly clock: WorldClock;
}

const shiftedClock = new URL('shifted-clock.ts', import.meta.url).href;
const main = fileURLToPath(new URL('../../../sync-server/main.ts', import.meta.url));

/** The real relay, as a process that can be killed and started again on what it had written. */
export class Relay {
  readonly origin: string;
  readonly #options: RelayOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | null = null;
  #starting: Promise<void> | null = null;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.origin = `http://127.0.0.1:${options.port}`;
    this.#log = createWriteStream(join(options.folder, 'relay.log'), { flags: 'a' });
    options.clock.onJump((clockAhead) => {
      if (this.#child?.connected) this.#child.send({ clockAhead });
    });
  }

  get isDown(): boolean {
    return this.#starting === null;
  }

  /** Starts it unless it runs; settles when it serves. */
  start(): Promise<void> {
    this.#starting ??= this.#serve();
    // Whoever does not wait now waits later, and is told then.
    this.#starting.catch(() => undefined);
    return this.#starting;
  }

  /** Ends it as a power cut would, also in the middle of its start. */
  async kill(): Promise<void> {
    const child = this.#child;
    const starting = this.#starting;
    this.#child = null;
    this.#starting = null;
    if (child) await killChild(child);
    await starting?.catch(() => undefined);
  }

  /** Lets it finish what it is doing. */
  async stop(): Promise<void> {
    const child = this.#child;
    await this.#starting;
    this.#child = null;
    this.#starting = null;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  close(): void {
    this.#log.end();
  }

  #serve(): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', shiftedClock, main], {
      env: { PATH: process.env.PATH, ...settings(this.#options), CLOCK_AHEAD: String(this.#options.clock.ahead) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    keepChild(child);
    this.#child = child;
    child.stderr?.pipe(this.#log, { end: false });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The relay ended before it served (exit code ${code}).`)));
      createInterface(child.stdout!).on('line', (line) => {
        this.#log.write(`${line}\n`);
        if (line.includes('"the relay serves"')) resolve();
      });
    });
  }
}

/** Settings of the relay: like a real one's, but for the limits, which are for strangers. */
function settings({ folder, port, databaseUrl, rpc }: RelayOptions): Record<string, string> {
  const endpoints = [...rpc].map(([chainId, urls]) => [`RPC_${chainId}`, urls.join(',')] as const);
  const limits = [
    'CALLS_PER_MINUTE',
    'ACCOUNT_CALLS_PER_MINUTE',
    'SIGN_INS_PER_MINUTE',
    'ACCOUNTS_PER_ADDRESS_PER_DAY',
    'LINKS_PER_DAY',
    'TRANSFERS_PER_DAY',
    'ASSIGNMENTS_PER_DAY',
    'STREAMS_PER_ADDRESS',
  ];
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: join(folder, 'relay'),
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ...Object.fromEntries(endpoints),
    ...Object.fromEntries(limits.map((name) => [`LIMIT_${name}`, '100000000'])),
    LIMIT_STORAGE: '100000000000',
    LOG_LEVEL: 'info',
  };
}
