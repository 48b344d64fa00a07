import type { FromEngine, ToEngine } from '../../shared/app-api/channel.ts';
import type { EngineChannel } from './engine-connection.ts';

/** Opens a channel over a WebSocket, one JSON message a frame. Rejects when the socket closes before it opens. */
export function openSocketChannel(url: string): Promise<EngineChannel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => resolve(channelOn(socket)), { once: true });
    socket.addEventListener('close', () => reject(new Error(`The engine's socket at ${url} did not open`)), {
      once: true,
    });
  });
}

function channelOn(socket: WebSocket): EngineChannel {
  return {
    send(message: ToEngine) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.addEventListener('message', (event: MessageEvent<string>) =>
        listener(JSON.parse(event.data) as FromEngine),
      );
    },
    onClose(listener) {
      socket.addEventListener('close', listener, { once: true });
    },
    close: () => socket.close(),
  };
}
