import type { ElectronApi, ShellIpcEvent, ShellWindow } from './electron-api.ts';
import type { EngineHost } from './engine-host.ts';
import { isOwnPage } from './guard-contents.ts';
import { portChannelName } from './shell-channels.ts';

/** Gives the window a port to the engine whenever its preload asks. Anybody else who asks gets nothing. */
export function handOverPorts(
  { ipcMain, MessageChannelMain }: Pick<ElectronApi, 'ipcMain' | 'MessageChannelMain'>,
  engine: EngineHost,
  currentWindow: () => ShellWindow | null,
): void {
  ipcMain.on(portChannelName, (event) => {
    const frame = senderFrame(event, currentWindow());
    if (!frame) return;
    const { port1, port2 } = new MessageChannelMain();
    engine.connect(port1);
    frame.postMessage(portChannelName, null, [port2]);
  });
}

/** The sender, if it is the app's own page in the main frame of its window; null for a subframe or another page. */
export function senderFrame(event: ShellIpcEvent, window: ShellWindow | null) {
  const { senderFrame: frame } = event;
  if (!frame || !window || window.isDestroyed()) return null;
  return frame === window.webContents.mainFrame && isOwnPage(frame.url) ? frame : null;
}
