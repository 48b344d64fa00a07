import type { Channel } from '../../shared/app-api/channel.ts';

/** The part of Electron's `MessagePortMain` that a channel needs; messages are structured clones of JSON values. */
export interface MainPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** Makes a channel out of a port of Electron's main or utility process. It starts the port with the first listener. */
export function mainPortChannel<Out, In>(port: MainPort): Channel<Out, In> {
  const closers = new Set<() => void>();
  let open = true;
  const closed = (): void => {
    if (!open) return;
    open = false;
    for (const closer of closers) closer();
  };
  port.on('close', closed);
  return {
    send(message) {
      if (open) port.postMessage(message);
    },
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data as In));
      port.start();
    },
    onClose: (listener) => void closers.add(listener),
    close() {
      port.close();
      closed();
    },
  };
}
