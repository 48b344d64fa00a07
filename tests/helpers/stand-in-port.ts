import type { MessagePort as NodePort } from 'node:worker_threads';
import type { ShellPort } from '../../src-main/shell/electron-api.ts';

const nodePorts = new WeakMap<object, NodePort>();

/** A port as Electron's main and utility processes have them (`MessagePortMain`), on one of Node's. */
export function standInPort(port: NodePort): ShellPort {
  const waiting: (() => void)[] = [];
  const wrapped: ShellPort = {
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => listener({ data: undefined }));
      // Node starts a port with its first listener, Electron only when told to.
      else waiting.push(() => port.on('message', (data: unknown) => listener({ data })));
    },
    postMessage: (message) => port.postMessage(message),
    start() {
      for (const begin of waiting.splice(0)) begin();
    },
    close: () => port.close(),
  };
  nodePorts.set(wrapped, port);
  return wrapped;
}

/** Node's port behind a stand-in, to transfer it. */
export function nodePortOf(port: ShellPort): NodePort {
  const found = nodePorts.get(port);
  if (!found) throw new Error('This port is no stand-in of ours');
  return found;
}
