import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { serveApp } from '../../shared/app-api/serve-app.ts';
import type { FromEngine, ToEngine } from '../../shared/app-api/channel.ts';
import { createFileLog } from '../file-log.ts';
import { mainPortChannel, type MainPort } from './main-port-channel.ts';
import { openEngine, type Engine } from './open-engine.ts';
import { toEngineProcessSchema, type FromEngineProcess, type ToEngineProcess } from './engine-process-messages.ts';
import { wireProblem } from './queries/job-view.ts';
import { deviceKeySecretStore } from './secrets/device-key-secret-store.ts';
import { findSecretKind } from './secrets/find-secret-kind.ts';
import { parentSecretStore, type ParentSecretStore } from './secrets/parent-secret-store.ts';
import { passphraseSecretStore } from './secrets/passphrase-secret-store.ts';
import type { SecretStore } from './secrets/secret-store.ts';

/** The part of Electron's `process.parentPort` that the engine's process needs. */
export interface EngineParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly MainPort[] }) => void): unknown;
  postMessage(message: FromEngineProcess): void;
}

/**
 * Runs the engine for a parent that speaks {@link ToEngineProcess}: opens it, serves `app-api` on each port that comes,
 * and closes it before it calls `end` with the process's exit code (0 when asked to close, 1 when it could not open).
 */
export function runEngineProcess(parent: EngineParentPort, end: (exitCode: number) => void): void {
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
  const keyring = parentSecretStore((message) => parent.postMessage(message));
  let opening: Promise<Engine | null> | null = null;

  async function open(options: Extract<ToEngineProcess, { type: 'open' }>): Promise<Engine | null> {
    const now = (): Date => new Date();
    const engine = await openEngine({
      dataDir: options.dataDir,
      secrets: chooseStore(options, keyring, random),
      practice: options.practice,
      relayOrigin: options.relayOrigin,
      relayInvite: options.relayInvite,
      now,
      random,
      fetch: globalThis.fetch,
      log: createFileLog(join(options.dataDir, 'logs', 'app.log'), now),
    });
    if (engine.ok) {
      parent.postMessage({ type: 'opened' });
      return engine.value;
    }
    parent.postMessage({ type: 'failed', problem: wireProblem(engine.problem) });
    end(1);
    return null;
  }

  async function serve(port: MainPort): Promise<void> {
    const engine = await opening;
    if (engine) serveApp(mainPortChannel<FromEngine, ToEngine>(port), engine.handlers);
    else port.close();
  }

  async function close(): Promise<void> {
    const engine = await opening;
    if (opening && !engine) return;
    await engine?.close();
    end(0);
  }

  parent.on('message', ({ data, ports }) => {
    const message = toEngineProcessSchema.safeParse(data);
    if (!message.success) return;
    if (message.data.type === 'open') opening ??= open(message.data);
    else if (message.data.type === 'secret-answer') keyring.answered(message.data);
    else if (message.data.type === 'close') void close();
    else for (const port of ports) void serve(port);
  });
}

/** A folder that has a secret stays with its way of keeping it; a new one takes the keyring, or else a passphrase. */
function chooseStore(
  options: Extract<ToEngineProcess, { type: 'open' }>,
  keyring: ParentSecretStore,
  random: (bytes: number) => Uint8Array,
): SecretStore {
  const { dataDir, keyDir, passphrase } = options;
  const kind = findSecretKind(dataDir) ?? (options.keyring ? 'keyring' : 'passphrase');
  if (kind === 'keyring') return keyring;
  if (kind === 'device-key') return deviceKeySecretStore({ dataDir, keyDir, random });
  return passphraseSecretStore({ dataDir, random, passphrase });
}
