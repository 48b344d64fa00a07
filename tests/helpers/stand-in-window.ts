import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import type { ShellContents, ShellFrame, ShellPort, ShellWindow } from '../../src-main/shell/electron-api.ts';
import { setUpPreload } from '../../src-main/shell/set-up-preload.ts';
import { nodePortOf } from './stand-in-port.ts';

/** A frame whose preload's side is an emitter: what is posted to it comes out there, ports as a page has them. */
export class StandInFrame implements ShellFrame {
  url: string;
  readonly toPreload = new EventEmitter();
  constructor(url: string) {
    this.url = url;
  }
  postMessage(channel: string, message: unknown, transfer: ShellPort[] = []): void {
    this.toPreload.emit(channel, { ports: transfer.map(nodePortOf) }, message);
  }
}

class StandInContents extends EventEmitter implements ShellContents {
  readonly mainFrame = new StandInFrame('');
  windowOpenHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null;
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
  readonly session = {
    setPermissionRequestHandler: (handler: typeof this.permissionRequest): void =>
      void (this.permissionRequest = handler),
    setPermissionCheckHandler: (handler: typeof this.permissionCheck): void => void (this.permissionCheck = handler),
  };
  setWindowOpenHandler = (handler: NonNullable<typeof this.windowOpenHandler>): void =>
    void (this.windowOpenHandler = handler);
  send = (channel: string, ...args: unknown[]): void =>
    void this.mainFrame.toPreload.emit(channel, { ports: [] }, ...args);
  /** Tries to leave the page; tells whether the shell let it. */
  navigate(url: string): boolean {
    let isPrevented = false;
    this.emit('will-navigate', { url, preventDefault: () => (isPrevented = true) });
    return !isPrevented;
  }
  /** `window.open` from the page; tells what the shell decided. */
  open(url: string): string | undefined {
    const referrer = { url: '', policy: 'no-referrer' } as const;
    return this.windowOpenHandler?.({ url, frameName: '', features: '', disposition: 'new-window', referrer }).action;
  }
}

/** A window without a screen. */
export class StandInWindow extends EventEmitter implements ShellWindow {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new StandInContents();
  bounds: Electron.Rectangle;
  isShown = false;
  focused = 0;
  #isGone = false;
  #isMaximized = false;
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
  }
  loadURL = async (url: string): Promise<void> => {
    this.webContents.mainFrame.url = url;
    queueMicrotask(() => this.emit('ready-to-show'));
  };
  show = (): void => void (this.isShown = true);
  focus = (): void => void (this.focused += 1);
  isMinimized = (): boolean => false;
  restore = (): void => {};
  maximize = (): void => void (this.#isMaximized = true);
  isMaximized = (): boolean => this.#isMaximized;
  getNormalBounds = (): Electron.Rectangle => this.bounds;
  isDestroyed = (): boolean => this.#isGone;
  /** The user closes it. */
  close(): void {
    this.emit('close');
    this.#isGone = true;
    this.emit('closed');
  }
}

/** The page of a window, prepared by the real preload: what the app's own code sees as `window`. */
export function openPage(
  window: StandInWindow,
  ipcMain: EventEmitter,
): Window & { readonly exposed: Record<string, unknown> } {
  const frame = window.webContents.mainFrame;
  const exposed: Record<string, unknown> = {};
  const target = new EventTarget();
  const origin = 'app://quittance';
  const view = Object.assign(target, {
    exposed,
    origin,
    location: { origin, hash: '' },
    postMessage(data: unknown, _: string, ports: readonly MessagePort[] = []): void {
      queueMicrotask(() => target.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: target })));
    },
  }) as object as Window & { readonly exposed: Record<string, unknown> };
  setUpPreload({
    view,
    contextBridge: { exposeInMainWorld: (name, api: unknown) => void (exposed[name] = api) },
    ipcRenderer: {
      send: (channel: string) => void ipcMain.emit(channel, { senderFrame: frame }),
      on: (channel, listener) => frame.toPreload.on(channel, listener),
    },
  });
  return view;
}
