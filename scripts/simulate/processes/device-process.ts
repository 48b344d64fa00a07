import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import type { ToEngine } from '../../../shared/app-api/channel.ts';
import { serveApp } from '../../../shared/app-api/serve-app.ts';
import { unwrap } from '../../../shared/result.ts';
import { openEngine } from '../../../src-main/engine/open-engine.ts';
import { deviceKeySecretStore } from '../../../src-main/engine/secrets/device-key-secret-store.ts';
import { createFileLog } from '../../../src-main/file-log.ts';

/**
 * An engine in a process of its own: `device-process.ts FOLDER RELAY`. The app's messages come over the process's own
 * channel; the engine closes when that ends.
 */
const [folder = '', relayOrigin = ''] = process.argv.slice(2);
const now = (): Date => new Date();
const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
const dataDir = join(folder, 'data');
const engine = unwrap(
  await openEngine({
    dataDir,
    secrets: deviceKeySecretStore({ dataDir, keyDir: join(folder, 'key'), random }),
    practice: null,
    relayOrigin,
    now,
    random,
    fetch: globalThis.fetch,
    log: createFileLog(join(folder, 'engine.log'), now),
  }),
);
serveApp(
  {
    send: (message) => void process.send?.(message),
    onMessage: (listener) =>
      void process.on('message', (message) => {
        if (!('clockAhead' in (message as object))) listener(message as ToEngine);
      }),
    onClose: (listener) => void process.once('disconnect', listener),
    close: () => process.disconnect(),
  },
  engine.handlers,
);
process.once('disconnect', () => void engine.close().then(() => process.exit(0)));
process.send?.('ready');
