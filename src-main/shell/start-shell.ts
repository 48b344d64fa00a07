import { join } from 'node:path';
import { createAppClient } from '../../shared/app-api/app-client.ts';
import type { FromEngine, ToEngine } from '../../shared/app-api/channel.ts';
import type { Problem } from '../../shared/result.ts';
import type { DataFolders } from '../data-folders.ts';
import type { PracticeWorld } from '../engine/engine-options.ts';
import { mainPortChannel } from '../engine/main-port-channel.ts';
import { registerAppScheme, serveAppFiles } from './app-protocol.ts';
import { deepLinkOf, parseDeepLink } from './deep-link.ts';
import type { ElectronApi, ShellWindow } from './electron-api.ts';
import { startEngineHost, type EngineHost } from './engine-host.ts';
import { handOverPorts } from './hand-over-ports.ts';
import { isKeyringUsable, keyringSecretStore } from './keyring-secret-store.ts';
import { notifyPaid } from './notify-paid.ts';
import { openMainWindow } from './open-main-window.ts';
import { setUpMenu } from './set-up-menu.ts';
import { navigateChannelName } from './shell-channels.ts';

/** What the shell needs from the process around it. */
export interface ShellOptions {
  readonly folders: DataFolders;
  readonly platform: NodeJS.Platform;
  readonly argv: readonly string[];
  /** The folder of the built app, the preload's file and the file of the engine's process. */
  readonly rendererDir: string;
  readonly preload: string;
  readonly engineModule: string;
  readonly relayOrigin: string | null;
  readonly relayInvite?: string | null;
  readonly passphrase: string | null;
  readonly findPractice: () => Promise<PracticeWorld | null>;
}

/** A running shell. */
export interface Shell {
  readonly currentWindow: () => ShellWindow | null;
}

/** Starts the desktop app. Null when another one of this user's is running: that one is told, and this one quits. */
export async function startShell(electron: ElectronApi, options: ShellOptions): Promise<Shell | null> {
  const { app } = electron;
  const root = join(options.folders.dataDir, '..');
  app.setName('Quittance');
  app.setAppUserModelId('app.quittance');
  // The window's own profile (caches) stays out of the data folder.
  app.setPath('userData', join(root, 'window'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }
  app.enableSandbox();
  registerAppScheme(electron);
  // In development it would make Electron itself the program for these links.
  if (app.isPackaged) app.setAsDefaultProtocolClient('quittance');

  const stage = createStage(electron, { preload: options.preload, stateFile: join(root, 'window-state.json') });
  let firstPath = deepLinkOf(options.argv);
  app.on('second-instance', (_, argv) => stage.show(deepLinkOf(argv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    // On macOS this can come before the app is ready.
    if (stage.isUp()) stage.show(parseDeepLink(url));
    else firstPath = parseDeepLink(url);
  });
  await app.whenReady();
  serveAppFiles(electron, options.rendererDir);
  const engine = startEngine(electron, options, await options.findPractice(), stage);
  closeEngineOnQuit(app, engine);
  handOverPorts(electron, engine, stage.current);
  setUpMenu(electron, options.platform, { goTo: stage.show });
  stage.show(firstPath);
  app.on('activate', () => stage.show(null));
  app.on('window-all-closed', () => {
    if (options.platform !== 'darwin') app.quit();
  });
  return { currentWindow: stage.current };
}

/** The one window: there or not, and what it shows. */
interface Stage {
  readonly current: () => ShellWindow | null;
  readonly isUp: () => boolean;
  /** Brings the window to the front (opening it if need be), at `path` unless that is null. */
  readonly show: (path: string | null) => void;
}

function createStage(electron: ElectronApi, options: { readonly preload: string; readonly stateFile: string }): Stage {
  let window: ShellWindow | null = null;
  return {
    current: () => window,
    isUp: () => window !== null,
    show(path) {
      if (!window) {
        window = openMainWindow(electron, { ...options, path });
        window.on('closed', () => (window = null));
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (path !== null) window.webContents.send(navigateChannelName, path);
    },
  };
}

function startEngine(
  electron: ElectronApi,
  options: ShellOptions,
  practice: PracticeWorld | null,
  stage: Stage,
): EngineHost {
  const { safeStorage } = electron;
  const { folders, platform, relayOrigin, passphrase } = options;
  const { dataDir, keyDir } = folders;
  const matching = relayOrigin === null || relayOrigin === practice?.relayOrigin ? practice : null;
  const told = new Map<'paid', Set<string>>();
  const engine: EngineHost = startEngineHost(electron, {
    modulePath: options.engineModule,
    keyring: keyringSecretStore({ dataDir, safeStorage, platform }),
    open: {
      type: 'open',
      dataDir,
      keyDir,
      relayOrigin: relayOrigin ?? matching?.relayOrigin ?? null,
      relayInvite: options.relayInvite ?? null,
      practice: matching,
      keyring: isKeyringUsable(safeStorage, platform),
      passphrase,
    },
    onOpened: () => tellOfPayments(electron, engine, told, stage),
    onGone: (problem) => endWith(electron, problem),
  });
  return engine;
}

/** The shell is a client of `app-api` like the window: it listens for payments, also while the window is closed. */
function tellOfPayments(electron: ElectronApi, engine: EngineHost, told: Map<'paid', Set<string>>, stage: Stage): void {
  if (!electron.Notification.isSupported()) return;
  const { port1, port2 } = new electron.MessageChannelMain();
  engine.connect(port1);
  notifyPaid(createAppClient(mainPortChannel<ToEngine, FromEngine>(port2)), told, ({ invoiceId, title, body }) => {
    const notification = new electron.Notification({ title, body });
    notification.on('click', () => stage.show(`/invoices/${invoiceId}`));
    notification.show();
  });
}

function endWith({ dialog, app }: ElectronApi, problem: Problem): void {
  dialog.showErrorBox('Quittance cannot open your data', `${problem.message}\n\n(${problem.code})`);
  app.exit(1);
}

/** Quitting waits until the engine has written everything out and given the data folder back. */
function closeEngineOnQuit(app: ElectronApi['app'], engine: EngineHost): void {
  let closing: 'no' | 'begun' | 'done' = 'no';
  app.on('before-quit', (event) => {
    if (closing === 'done') return;
    event.preventDefault();
    if (closing === 'begun') return;
    closing = 'begun';
    void engine.close().then(() => {
      closing = 'done';
      app.quit();
    });
  });
}
