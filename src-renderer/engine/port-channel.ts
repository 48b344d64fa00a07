import type { FromEngine } from '../../shared/app-api/channel.ts';
import type { EngineChannel } from './engine-connection.ts';

/** What the window's preload says when it hands a port over. */
export const portMessage = 'quittance:port';
/** What the app says to ask for a port. */
export const portRequest = 'quittance:port-wanted';

/**
 * Asks the preload for a `MessagePort` to the engine and waits until it comes, as a window message whose data is
 * {@link portMessage}. A port that was sent before anyone asked is not lost: `ports` has kept it.
 */
export function createPortOpener(view: Window): () => Promise<EngineChannel> {
  const ports: MessagePort[] = [];
  let wanted: ((port: MessagePort) => void) | null = null;
  view.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    // Only this very window may hand over a port: a frame or an opener has no business here.
    if (event.source !== view || event.data !== portMessage || !port) return;
    if (wanted) wanted(port);
    else ports.push(port);
    wanted = null;
  });
  return () =>
    new Promise((resolve) => {
      const kept = ports.pop();
      if (kept) return resolve(channelOn(kept));
      wanted = (port) => resolve(channelOn(port));
      return view.postMessage(portRequest, view.origin === 'null' ? '*' : view.origin);
    });
}

function channelOn(port: MessagePort): EngineChannel {
  const closers = new Set<() => void>();
  const close = (): void => {
    for (const closer of closers) closer();
    closers.clear();
  };
  // Chromium tells when the other end is gone.
  port.addEventListener('close', close);
  port.start();
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) =>
      port.addEventListener('message', (event: MessageEvent<FromEngine>) => listener(event.data)),
    onClose: (listener) => void closers.add(listener),
    close() {
      port.close();
      close();
    },
  };
}
