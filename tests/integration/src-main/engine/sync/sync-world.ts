import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { createAppClient, type AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { FromEngine } from '../../../../../shared/app-api/channel.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { freePort } from '../../../../../practice/free-port.ts';
import { spawnPracticeRelay, type PracticeRelayProcess } from '../../../../../practice/spawn-practice-relay.ts';
import type { PracticeWorld as PracticeAddresses } from '../../../../../src-main/engine/engine-options.ts';
import { createWorkspace, temporaryFolder, waitFor } from '../engine-fixture.ts';

/** A device: an engine in a process of its own, with the app's client on it. */
export interface Device {
  readonly app: AppClient;
  close(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** A real relay in a process of its own, always at one address, and devices that know it. */
export interface SyncWorld {
  /** The file that holds all that the relay knows; stop the relay before it is written to. */
  readonly relayFolder: string;
  startRelay(): Promise<void>;
  stopRelay(): Promise<void>;
  killRelay(): Promise<void>;
  /** Runs SQL on the stopped relay's database. */
  onRelay<Value>(work: (database: DatabaseSync) => Value): Value;
  /** Every byte that the relay keeps. */
  relayBytes(): Promise<Buffer>;
  /** A device on a folder of its own; the same name again is the same device started again. */
  device(name: string): Promise<Device>;
  /** The device that creates the workspace, online, and its recovery phrase. */
  firstDevice(): Promise<Device & { phrase: string }>;
  /** Another device of the workspace, online, with a number series. */
  nextDevice(name: string, phrase: string): Promise<Device>;
}

/** Starts a world that ends with the test. */
export async function startSyncWorld(): Promise<SyncWorld> {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const port = await freePort(0);
  const relayOrigin = `http://127.0.0.1:${port}`;
  let relay: PracticeRelayProcess | null = null;
  const end = async (signal?: NodeJS.Signals): Promise<void> => {
    if (relay && signal) process.kill(relay.pid, signal);
    await relay?.stop();
    relay = null;
  };
  onTestFinished(() => end());
  const relayFolder = join(folder.path, 'relay');
  const device = (name: string) => startDevice(join(folder.path, name), relayOrigin);
  const world: SyncWorld = {
    relayFolder,
    async startRelay() {
      relay = await spawnPracticeRelay(
        { port, dataDir: folder.path, rpcUrl: 'http://127.0.0.1:9', smtpPort: null, logLevel: 'error' },
        () => {},
      );
    },
    stopRelay: () => end(),
    killRelay: () => end('SIGKILL'),
    onRelay(work) {
      const database = new DatabaseSync(join(relayFolder, 'relay.sqlite'));
      try {
        return work(database);
      } finally {
        database.close();
      }
    },
    async relayBytes() {
      const files = await readdir(relayFolder);
      return Buffer.concat(await Promise.all(files.map((file) => readFile(join(relayFolder, file)))));
    },
    device,
    async firstDevice() {
      const first = await device('first');
      const phrase = await createWorkspace(first.app);
      await online(first.app);
      return { ...first, phrase };
    },
    async nextDevice(name, phrase) {
      const next = await device(name);
      unwrap(await next.app.call('workspace.restore', { phrase, deviceName: name }));
      await waitFor(
        next.app,
        'workspace',
        {},
        ({ relay, deviceSeries }) => relay.status === 'online' && deviceSeries !== '',
      );
      return next;
    },
  };
  await world.startRelay();
  return world;
}

/** Waits until a device has given the relay all that it has. */
export async function settled(app: AppClient): Promise<void> {
  await waitFor(app, 'workspace', {}, ({ relay, queued }) => relay.status === 'online' && queued === 0);
}

async function online(app: AppClient): Promise<void> {
  await waitFor(app, 'workspace', {}, ({ relay }) => relay.status === 'online');
}

/** Starts a device on a folder; with the addresses of a practice world, on its chain. It ends with the test. */
export async function startDevice(folder: string, relayOrigin: string, practice?: PracticeAddresses): Promise<Device> {
  const args = [folder, relayOrigin, ...(practice ? [JSON.stringify(practice)] : [])];
  const child = fork(join(import.meta.dirname, 'device-process.ts'), args, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('The device did not start')))]);
  return {
    app: clientOn(child),
    async close() {
      child.disconnect();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function clientOn(child: ChildProcess): AppClient {
  return createAppClient({
    send: (message) => void (child.connected && child.send(message)),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    onClose: (listener) => void child.once('disconnect', listener),
    close: () => child.disconnect(),
  });
}
