import type * as Electron from 'electron';

/**
 * The parts of Electron that the shell uses, typed from its own declarations. The shell's functions take them as
 * parameters, so that tests run the real shell on a stand-in; only `main.ts` and `preload.ts` import Electron itself.
 */
export interface ElectronApi {
  readonly app: ShellApp;
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => ShellWindow;
  readonly ipcMain: ShellIpc;
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  readonly safeStorage: Pick<
    Electron.SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >;
  readonly utilityProcess: {
    fork(modulePath: string, args?: string[], options?: Electron.ForkOptions): ShellUtilityProcess;
  };
  readonly MessageChannelMain: new () => { readonly port1: ShellPort; readonly port2: ShellPort };
  readonly Menu: {
    buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): ShellMenu;
    setApplicationMenu(menu: ShellMenu | null): void;
  };
  readonly Notification: {
    new (options: Electron.NotificationConstructorOptions): ShellNotification;
    isSupported(): boolean;
  };
  readonly nativeTheme: Pick<Electron.NativeTheme, 'shouldUseDarkColors'>;
  readonly screen: Pick<Electron.Screen, 'getAllDisplays'>;
  readonly shell: Pick<Electron.Shell, 'openExternal'>;
  readonly dialog: Pick<Electron.Dialog, 'showErrorBox'>;
}

/** An event that the shell may stop. */
export interface StoppableEvent {
  preventDefault(): void;
}

/** The application: its single instance, its names and folders, and when it starts and ends. */
export interface ShellApp extends Pick<
  Electron.App,
  | 'isPackaged'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'setPath'
  | 'setName'
  | 'setAppUserModelId'
  | 'enableSandbox'
> {
  on(event: 'second-instance', listener: (event: StoppableEvent, argv: string[]) => void): unknown;
  on(event: 'open-url', listener: (event: StoppableEvent, url: string) => void): unknown;
  on(event: 'before-quit', listener: (event: StoppableEvent) => void): unknown;
  on(event: 'window-all-closed' | 'activate', listener: () => void): unknown;
}

/** The main process's end of the IPC with windows. */
export interface ShellIpc {
  on(channel: string, listener: (event: ShellIpcEvent, ...args: unknown[]) => void): unknown;
}

/** A message from a window, with the frame that sent it; null once that frame is gone. */
export interface ShellIpcEvent {
  readonly senderFrame: ShellFrame | null;
}

/** A frame of a window: `postMessage` hands ports over to its preload. */
export interface ShellFrame {
  readonly url: string;
  postMessage(channel: string, message: unknown, transfer?: ShellPort[]): void;
}

/** One end of a message channel; nothing arrives before `start`. */
export interface ShellPort extends Pick<Electron.MessagePortMain, 'start' | 'close'> {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
}

/** The process that the engine runs in; what it is sent can carry ports. */
export interface ShellUtilityProcess {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: unknown, transfer?: ShellPort[]): void;
  kill(): boolean;
}

/** A menu: made and handed back to Electron, never looked into. */
export type ShellMenu = object;

/** A notification of the system. */
export interface ShellNotification {
  on(event: 'click', listener: () => void): unknown;
  show(): void;
}

/** The app's window: where it is, what it shows, and when it closes. */
export interface ShellWindow extends Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'isMinimized'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'isDestroyed'
> {
  readonly webContents: ShellContents;
  on(event: 'close' | 'closed', listener: () => void): unknown;
  once(event: 'ready-to-show', listener: () => void): unknown;
}

/** What a window shows, with the hooks that keep it from going elsewhere. */
export interface ShellContents extends Pick<Electron.WebContents, 'setWindowOpenHandler' | 'send'> {
  readonly mainFrame: ShellFrame;
  readonly session: Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>;
  on(
    event: 'will-navigate' | 'will-redirect',
    listener: (details: StoppableEvent & { readonly url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: StoppableEvent) => void): unknown;
}
