import type { ElectronApi, ShellWindow } from './electron-api.ts';
import { guardContents } from './guard-contents.ts';
import { appOrigin } from './shell-channels.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

/** What the window is made of: the preload's file, the file that remembers its place, and the first screen (a path). */
export interface MainWindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  readonly path: string | null;
}

/** Opens the app's window: isolated, sandboxed, without Node, shown when it has something to show. */
export function openMainWindow(
  electron: Pick<ElectronApi, 'BrowserWindow' | 'nativeTheme' | 'screen' | 'shell'>,
  options: MainWindowOptions,
): ShellWindow {
  const state = readWindowState(options.stateFile, electron);
  const { x, y, width, height } = state.bounds;
  const window = new electron.BrowserWindow({
    width,
    height,
    ...(x === undefined || y === undefined ? {} : { x, y }),
    minWidth: 480,
    minHeight: 480,
    show: false,
    title: 'Quittance',
    // The app's own paper, so that nothing flashes before it is drawn.
    backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#141412' : '#fbfaf7',
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  });
  guardContents(window.webContents, electron);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => writeWindowState(options.stateFile, window));
  void window.loadURL(`${appOrigin}/index.html${options.path === null ? '' : `#${options.path}`}`);
  return window;
}
