import type { ContextBridge, IpcRenderer } from 'electron';
import { navigateChannelName, portChannelName, portMessage, portRequest } from './shell-channels.ts';

/** What the preload needs: Electron's two modules, and the window whose world it prepares. */
export interface PreloadSurroundings {
  readonly contextBridge: Pick<ContextBridge, 'exposeInMainWorld'>;
  readonly ipcRenderer: {
    send: IpcRenderer['send'];
    on(
      channel: string,
      listener: (event: { readonly ports: readonly MessagePort[] }, ...args: unknown[]) => void,
    ): unknown;
  };
  readonly view: Window;
}

/**
 * Prepares the window: tells the app that it runs in the desktop shell, and passes message ports to the engine on to
 * it. No function of Electron's reaches the page.
 */
export function setUpPreload({ contextBridge, ipcRenderer, view }: PreloadSurroundings): void {
  contextBridge.exposeInMainWorld('quittance', { desktop: true });
  view.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === view && event.data === portRequest) ipcRenderer.send(portChannelName);
  });
  ipcRenderer.on(portChannelName, ({ ports }) => view.postMessage(portMessage, view.location.origin, [...ports]));
  ipcRenderer.on(navigateChannelName, (_, path) => {
    if (typeof path === 'string') view.location.hash = `#${path}`;
  });
}
