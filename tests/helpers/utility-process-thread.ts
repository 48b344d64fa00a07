import { parentPort, workerData, type MessagePort as NodePort } from 'node:worker_threads';
import { standInPort } from './stand-in-port.ts';

// Runs a module as Electron's utilityProcess would: with `process.parentPort`, whose messages carry ports.
interface Carried {
  readonly message: unknown;
  readonly ports: readonly NodePort[];
}

const toParent = parentPort;
if (!toParent) throw new Error('This runs in a worker thread');
Object.defineProperty(process, 'parentPort', {
  value: {
    on(_: 'message', listener: (event: { data: unknown; ports: unknown[] }) => void) {
      toParent.on('message', ({ message, ports }: Carried) =>
        listener({ data: message, ports: ports.map(standInPort) }),
      );
    },
    postMessage: (message: unknown) => toParent.postMessage(message),
  },
});
await import((workerData as { modulePath: string }).modulePath);
