import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createAppClient, type AppClient } from '../../../../shared/app-api/app-client.ts';
import type { EngineChannel } from '../../../../src-renderer/engine/engine-connection.ts';
import { createPortOpener } from '../../../../src-renderer/engine/port-channel.ts';
import { startShell } from '../../../../src-main/shell/start-shell.ts';
import {
  createElectronStandIn,
  type ElectronStandIn,
  type StandInMachine,
} from '../../../helpers/electron-stand-in.ts';
import { openPage } from '../../../helpers/stand-in-window.ts';

export const keyringKey = new Uint8Array(32).fill(7);
export const wallet = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
export const seller = { name: 'Ada', email: 'ada@example.com', address: '', country: 'GB', taxId: '' };

const sourceModule = fileURLToPath(new URL('../../../../src-main/engine/engine-process.ts', import.meta.url));

/** A folder for one test, with a small app to serve. */
export function makeFolder(): { root: string; dataDir: string; rendererDir: string } {
  const root = mkdtempSync(join(tmpdir(), 'quittance-shell-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const rendererDir = join(root, 'renderer');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>Quittance</title>');
  writeFileSync(join(rendererDir, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(root, 'outside.txt'), 'not to be served');
  return { root, dataDir: join(root, 'user', 'app'), rendererDir };
}

/** Starts the real shell, with the real engine's process as a thread, on a stand-in of Electron. */
export async function startDesktop(
  place: ReturnType<typeof makeFolder>,
  machine: StandInMachine = { keyringKey },
  more: {
    readonly argv?: readonly string[];
    readonly platform?: NodeJS.Platform;
    readonly passphrase?: string;
    readonly engineModule?: string;
  } = {},
): Promise<ElectronStandIn> {
  const standIn = createElectronStandIn(machine);
  onTestFinished(() => {
    for (const thread of standIn.threads) thread.kill();
  });
  await startShell(standIn.electron, {
    folders: { dataDir: place.dataDir, keyDir: join(place.root, 'keys'), practiceFile: join(place.root, 'none.json') },
    platform: more.platform ?? 'linux',
    argv: more.argv ?? [],
    rendererDir: place.rendererDir,
    preload: '/built/preload.cjs',
    engineModule: more.engineModule ?? sourceModule,
    relayOrigin: null,
    passphrase: more.passphrase ?? null,
    findPractice: async () => null,
  });
  return standIn;
}

/** The app's page in the newest window, and its way of opening channels: the renderer's own. */
export function openApp(standIn: ElectronStandIn): { view: Window; open: () => Promise<EngineChannel> } {
  const window = standIn.windows.at(-1);
  if (!window) throw new Error('There is no window');
  const view = openPage(window, standIn.ipcMain);
  return { view, open: createPortOpener(view) };
}

/** A client in the app's page. */
export async function connect(standIn: ElectronStandIn): Promise<AppClient> {
  return createAppClient(await openApp(standIn).open());
}

/** Quits as the menu does, and waits until it has happened. */
export async function quit({ app }: ElectronStandIn): Promise<void> {
  const quitting = once(app, 'quit');
  app.quit();
  await quitting;
}

/** The present value of a query. */
export function now<Value>(watch: (next: (value: Value) => void) => () => void): Promise<Value> {
  return new Promise((resolve) => {
    const stop = watch((value) => {
      queueMicrotask(() => stop());
      resolve(value);
    });
  });
}
