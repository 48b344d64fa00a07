import process from 'node:process';
import { serveApp } from '../../../../../shared/app-api/serve-app.ts';
import type { ToEngine } from '../../../../../shared/app-api/channel.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { openEngine } from '../../../../../src-main/engine/open-engine.ts';
import { deviceKeySecretStore } from '../../../../../src-main/engine/secrets/device-key-secret-store.ts';
import { engineOptions } from '../engine-fixture.ts';

/**
 * A device in a process of its own, because RxDB allows thirteen collections in one: `device-process.ts FOLDER RELAY [PRACTICE]`, the last the practice world's
 * addresses as JSON. The
 * app's messages come over the process's own channel; the engine closes when that ends.
 */
const [folder = '', relayOrigin = '', world] = process.argv.slice(2);
const base = engineOptions(`${folder}/data`, { relayOrigin });
const secrets = deviceKeySecretStore({ dataDir: base.dataDir, keyDir: `${folder}/key`, random: base.random });
const given = world === undefined ? base.practice : (JSON.parse(world) as typeof base.practice);
const practice = given && { ...given, relayOrigin };
const engine = unwrap(await openEngine({ ...base, secrets, practice }));
serveApp(
  {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngine)),
    onClose: (listener) => void process.once('disconnect', listener),
    close: () => process.disconnect(),
  },
  engine.handlers,
);
process.once('disconnect', () => void engine.close().then(() => process.exit(0)));
process.send?.('ready');
