import type { WebSocket } from 'ws';
import type { Channel, FromEngine, ToEngine } from '../../shared/app-api/channel.ts';

/** Makes the engine's end of a channel out of a WebSocket; a message that is not JSON closes it. */
export function socketChannel(socket: WebSocket): Channel<FromEngine, ToEngine> {
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.on('message', (data) => {
        try {
          listener(JSON.parse(String(data)) as ToEngine);
        } catch {
          socket.close(1003, 'not JSON');
        }
      });
    },
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  };
}
