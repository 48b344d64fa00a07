import { createEngineConnection, type EngineConnection } from './engine/engine-connection.ts';
import { createPortOpener } from './engine/port-channel.ts';
import { openSocketChannel } from './engine/socket-channel.ts';

/** How long a call waits for the engine before it gives up, in milliseconds. */
const patience = 20_000;

/**
 * Connects to the engine by the door that is there: the `MessagePort` of the desktop window where its preload has put
 * `quittance` on the window, otherwise the web host's WebSocket at `/engine` on this origin.
 */
export function connectEngine(view: Window): EngineConnection {
  const open = 'quittance' in view ? createPortOpener(view) : () => openSocketChannel(socketUrl(view.location));
  return createEngineConnection({
    open,
    patience,
    random: Math.random,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
}

function socketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/engine`;
}
