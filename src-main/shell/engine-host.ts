import { fromBase64url, toBase64url } from '../../shared/sealing/base64url.ts';
import { fail, type Problem, type Result } from '../../shared/result.ts';
import {
  fromEngineProcessSchema,
  type FromEngineProcess,
  type ToEngineProcess,
} from '../engine/engine-process-messages.ts';
import type { SecretStore } from '../engine/secrets/secret-store.ts';
import type { ElectronApi, ShellPort, ShellUtilityProcess } from './electron-api.ts';

/** What the engine's process is started with. */
export interface EngineHostOptions {
  /** The file of the engine's process (`engine-process`). */
  readonly modulePath: string;
  readonly open: Extract<ToEngineProcess, { type: 'open' }>;
  /** Answers for the keyring, which only this process can ask. */
  readonly keyring: SecretStore;
  /** Told each time that an engine is open: the first time, and after a restart. */
  readonly onOpened: () => void;
  /** Told once when there will be no engine: it could not open, or died again and again. */
  readonly onGone: (problem: Problem) => void;
}

/** The engine's process, kept alive. */
export interface EngineHost {
  /** Gives the engine one end of a channel; it waits while the engine is opening. */
  connect(port: ShellPort): void;
  /** Asks the engine to close and waits until its process has ended. */
  close(): Promise<void>;
}

/** Deaths within `deathWindow` milliseconds after which the engine is not started again. */
const mostDeaths = 4;
const deathWindow = 60_000;
/** Milliseconds that the engine gets to close before it is ended; its data file survives that too. */
const closePatience = 10_000;

/** Starts the engine in a utility process, and again when it dies. */
export function startEngineHost(
  { utilityProcess }: Pick<ElectronApi, 'utilityProcess'>,
  options: EngineHostOptions,
): EngineHost {
  const deaths = createDeathCount();
  const waiting: ShellPort[] = [];
  let child: ShellUtilityProcess | null = null;
  let isOpen = false;
  let closing: (() => void) | null = null;
  let isOver = false;

  function start(): void {
    const started = utilityProcess.fork(options.modulePath, [], { serviceName: 'Quittance engine', stdio: 'inherit' });
    child = started;
    started.on('message', (message) => void hear(started, fromEngineProcessSchema.parse(message)));
    started.on('exit', ended);
    started.postMessage(options.open);
  }

  async function hear(from: ShellUtilityProcess, message: FromEngineProcess): Promise<void> {
    if (message.type === 'opened') opened(from);
    else if (message.type === 'failed') giveUp(problemFrom(message.problem));
    else from.postMessage(await answerSecret(options.keyring, message));
  }

  function opened(from: ShellUtilityProcess): void {
    isOpen = true;
    for (const port of waiting.splice(0)) from.postMessage({ type: 'port' } satisfies ToEngineProcess, [port]);
    options.onOpened();
  }

  function ended(): void {
    child = null;
    isOpen = false;
    if (closing) return closing();
    if (isOver) return;
    if (deaths.isBearable(Date.now())) start();
    else giveUp(diedAgain());
  }

  function giveUp(problem: Problem): void {
    if (isOver) return;
    isOver = true;
    for (const port of waiting.splice(0)) port.close();
    options.onGone(problem);
  }

  start();
  return {
    connect(port) {
      if (isOver) port.close();
      else if (isOpen && child) child.postMessage({ type: 'port' } satisfies ToEngineProcess, [port]);
      else waiting.push(port);
    },
    close() {
      isOver = true;
      const running = child;
      if (!running) return Promise.resolve();
      return new Promise((resolve) => {
        closing = resolve;
        askToClose(running);
      });
    },
  };
}

/** Asks the process to close, and ends it when it takes too long. */
function askToClose(child: ShellUtilityProcess): void {
  const timer = setTimeout(() => child.kill(), closePatience);
  child.on('exit', () => clearTimeout(timer));
  child.postMessage({ type: 'close' } satisfies ToEngineProcess);
}

/** Counts deaths of the engine within the window of time; a few are borne. */
function createDeathCount(): { isBearable(now: number): boolean } {
  const deaths: number[] = [];
  return {
    isBearable(now) {
      deaths.push(now);
      return deaths.filter((at) => now - at < deathWindow).length < mostDeaths;
    },
  };
}

async function answerSecret(
  keyring: SecretStore,
  message: Extract<FromEngineProcess, { type: 'secret-load' | 'secret-save' }>,
): Promise<ToEngineProcess> {
  const { id } = message;
  const result: Result<Uint8Array | null | void> =
    message.type === 'secret-load' ? await keyring.load() : await saveSecret(keyring, message.secret);
  if (!result.ok) {
    const { path, ...rest } = result.problem;
    return { type: 'secret-answer', id, secret: null, problem: path ? { ...rest, path: [...path] } : rest };
  }
  return { type: 'secret-answer', id, secret: result.value ? toBase64url(result.value) : null, problem: null };
}

function saveSecret(keyring: SecretStore, text: string): Promise<Result<void>> {
  const secret = fromBase64url(text);
  return secret ? keyring.save(secret) : Promise.resolve(fail('secret.malformed', 'The secret to keep is malformed.'));
}

function problemFrom(wire: Extract<FromEngineProcess, { type: 'failed' }>['problem']): Problem {
  const { path, ...rest } = wire;
  return path ? { ...rest, path } : rest;
}

function diedAgain(): Problem {
  return fail(
    'engine.died',
    'The engine stopped several times within a minute. Your data is safe on this computer; start Quittance again.',
  ).problem;
}
