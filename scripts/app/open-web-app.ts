import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../shared/result.ts';
import { chooseSecretStore } from '../../src-main/cli/choose-secret-store.ts';
import type { PracticeWorld } from '../../src-main/engine/engine-options.ts';
import { openEngine, type Engine } from '../../src-main/engine/open-engine.ts';
import { createFileLog } from '../../src-main/file-log.ts';
import { startWebHost, type WebHost } from '../../src-main/web-host/start-web-host.ts';
import { rendererDir } from './build-renderer.ts';

/** What the app in a browser runs on. */
export interface WebAppOptions {
  readonly dataDir: string;
  readonly keyDir: string;
  readonly practice: PracticeWorld | null;
  readonly relayOrigin: string | null;
  readonly relayInvite?: string | null;
  readonly passphrase: string | null;
  readonly port: number;
}

/** The engine and the door to it, running in this process. */
export interface WebApp {
  readonly engine: Engine;
  readonly host: WebHost;
  stop(): Promise<void>;
}

/** Opens the engine on its data folder and serves the built app to a browser on this machine. */
export async function openWebApp(options: WebAppOptions): Promise<Result<WebApp>> {
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const { dataDir, keyDir, passphrase } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const secrets = chooseSecretStore({ dataDir, keyDir }, { env: { QUITTANCE_PASSPHRASE: passphrase ?? '' }, random });
  if (!secrets.ok) return secrets;
  const engine = await openEngine({
    dataDir,
    secrets: secrets.value,
    practice: options.practice,
    relayOrigin: options.relayOrigin,
    relayInvite: options.relayInvite ?? null,
    now: () => new Date(),
    random,
    fetch: globalThis.fetch,
    log: createFileLog(join(dataDir, 'engine.log'), () => new Date()),
  });
  if (!engine.ok) return engine;
  const host = await startWebHost({ handlers: engine.value.handlers, rendererDir, port: options.port, random });
  return ok({
    engine: engine.value,
    host,
    async stop() {
      await host.stop();
      await engine.value.close();
    },
  });
}
