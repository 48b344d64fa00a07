import type * as Electron from 'electron';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { MessageChannel as NodeChannel, Worker } from 'node:worker_threads';
import type { ElectronApi, ShellPort, ShellUtilityProcess } from '../../src-main/shell/electron-api.ts';
import { nodePortOf, standInPort } from './stand-in-port.ts';
import { StandInWindow } from './stand-in-window.ts';

type Backend = ReturnType<ElectronApi['safeStorage']['getSelectedStorageBackend']>;

/** What this Electron runs on: the keyring's key (the same one is the same user on the same machine), or none. */
export interface StandInMachine {
  readonly keyringKey?: Uint8Array;
  readonly backend?: Backend;
  readonly isSecondInstance?: boolean;
}

/** Electron as far as the shell uses it, on Node alone, with what it was told to do open to tests. */
export interface ElectronStandIn {
  readonly electron: ElectronApi;
  readonly app: StandInApp;
  readonly ipcMain: EventEmitter;
  readonly windows: readonly StandInWindow[];
  readonly threads: readonly StandInThread[];
  readonly notifications: readonly (EventEmitter & { options: Electron.NotificationConstructorOptions })[];
  readonly menus: readonly Electron.MenuItemConstructorOptions[][];
  readonly opened: readonly string[];
  readonly errors: readonly { title: string; content: string }[];
  readonly schemes: readonly Electron.CustomScheme[];
  /** Asks the handler of a scheme, as a page's fetch would. */
  readonly request: (url: string, method?: string) => Promise<Response>;
}

class StandInApp extends EventEmitter {
  readonly isPackaged = true;
  readonly paths = new Map<string, string>();
  readonly protocols: string[] = [];
  exitCode: number | null = null;
  hasQuit = false;
  isSandboxed = false;
  readonly #isFirst: boolean;
  constructor(isFirst: boolean) {
    super();
    this.#isFirst = isFirst;
  }
  requestSingleInstanceLock = (): boolean => this.#isFirst;
  setAsDefaultProtocolClient = (protocol: string): boolean => this.protocols.push(protocol) > 0;
  whenReady = (): Promise<void> => Promise.resolve();
  setPath = (name: string, path: string): void => void this.paths.set(name, path);
  setName = (): void => {};
  setAppUserModelId = (): void => {};
  enableSandbox = (): void => void (this.isSandboxed = true);
  /** As Electron does: quitting can be prevented by a listener of `before-quit`. */
  quit = (): void => {
    let isPrevented = false;
    this.emit('before-quit', { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    this.hasQuit = true;
    this.emit('quit');
  };
  exit = (code = 0): void => {
    this.exitCode = code;
    this.emit('quit');
  };
}

/** A utility process as a thread: the same module, with a parent port; `kill` ends it in the middle of anything. */
class StandInThread extends EventEmitter implements ShellUtilityProcess {
  readonly #worker: Worker;
  #isKilled = false;
  readonly modulePath: string;
  readonly options: Electron.ForkOptions | undefined;
  constructor(modulePath: string, options?: Electron.ForkOptions) {
    super();
    this.modulePath = modulePath;
    this.options = options;
    this.#worker = new Worker(new URL('./utility-process-thread.ts', import.meta.url), { workerData: { modulePath } });
    this.#worker.on('message', (message: unknown) => this.emit('message', message));
    this.#worker.on('error', (error) => this.emit('crash', error));
    this.#worker.on('exit', (code) => this.emit('exit', code));
  }
  postMessage(message: unknown, transfer: ShellPort[] = []): void {
    const ports = transfer.map(nodePortOf);
    // As in Chromium: a port that is sent to a process which is gone is closed.
    if (this.#isKilled) for (const port of ports) port.close();
    else this.#worker.postMessage({ message, ports }, ports);
  }
  kill(): boolean {
    this.#isKilled = true;
    void this.#worker.terminate();
    return true;
  }
}

/** Makes an Electron of one process. */
export function createElectronStandIn(machine: StandInMachine = {}): ElectronStandIn {
  const app = new StandInApp(machine.isSecondInstance !== true);
  const ipcMain = new EventEmitter();
  const windows: StandInWindow[] = [];
  const threads: StandInThread[] = [];
  const notifications: (EventEmitter & { options: Electron.NotificationConstructorOptions })[] = [];
  const menus: Electron.MenuItemConstructorOptions[][] = [];
  const opened: string[] = [];
  const errors: { title: string; content: string }[] = [];
  const schemes: Electron.CustomScheme[] = [];
  const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();

  class Notification extends EventEmitter {
    readonly options: Electron.NotificationConstructorOptions;
    constructor(options: Electron.NotificationConstructorOptions) {
      super();
      this.options = options;
    }
    static isSupported = (): boolean => true;
    show = (): void => void notifications.push(this);
  }

  const electron: ElectronApi = {
    app,
    ipcMain,
    BrowserWindow: class extends StandInWindow {
      constructor(options: Electron.BrowserWindowConstructorOptions) {
        super(options);
        windows.push(this);
      }
    },
    protocol: {
      registerSchemesAsPrivileged: (given) => void schemes.push(...given),
      handle: (scheme, handler) => void handlers.set(scheme, handler),
    },
    safeStorage: standInKeyring(machine),
    utilityProcess: {
      fork(modulePath, _, options) {
        const thread = new StandInThread(modulePath, options);
        threads.push(thread);
        return thread;
      },
    },
    MessageChannelMain: class {
      readonly port1: ShellPort;
      readonly port2: ShellPort;
      constructor() {
        const { port1, port2 } = new NodeChannel();
        this.port1 = standInPort(port1);
        this.port2 = standInPort(port2);
      }
    },
    Menu: {
      buildFromTemplate: (template) => template,
      setApplicationMenu: (menu) => void menus.push(menu as Electron.MenuItemConstructorOptions[]),
    },
    Notification,
    nativeTheme: { shouldUseDarkColors: false },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Electron.Display] },
    shell: { openExternal: async (url) => void opened.push(url) },
    dialog: { showErrorBox: (title, content) => void errors.push({ title, content }) },
  };
  const request = async (url: string, method = 'GET'): Promise<Response> => {
    const handler = handlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) throw new Error(`No handler for ${url}`);
    return handler({ url, method } as Request);
  };
  return { electron, app, ipcMain, windows, threads, notifications, menus, opened, errors, schemes, request };
}

/** A keyring with real encryption (AES-256-GCM), so that nothing is found in the file that should not be there. */
function standInKeyring({ keyringKey, backend }: StandInMachine): ElectronApi['safeStorage'] {
  return {
    isEncryptionAvailable: () => keyringKey !== undefined,
    getSelectedStorageBackend: () => backend ?? 'gnome_libsecret',
    encryptString(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyringKey ?? '', nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    decryptString(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', keyringKey ?? '', sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
