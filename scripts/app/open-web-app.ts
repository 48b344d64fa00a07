import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../shared/result.ts';
import type { EngineLog, PracticeWorld } from '../../src-main/engine/engine-options.ts';
import { openEngine, type Engine } from '../../src-main/engine/open-engine.ts';
import { deviceKeySecretStore } from '../../src-main/engine/secrets/device-key-secret-store.ts';
import { passphraseSecretStore } from '../../src-main/engine/secrets/passphrase-secret-store.ts';
import { startWebHost, type WebHost } from '../../src-main/web-host/start-web-host.ts';
import { rendererDir } from './build-renderer.ts';

/** What the app in a browser runs on. */
export interface WebAppOptions {
  readonly dataDir: string;
  readonly keyDir: string;
  readonly practice: PracticeWorld | null;
  readonly relayOrigin: string | null;
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
  const wrapped = passphrase !== null || existsSync(join(dataDir, 'secret.wrapped'));
  const engine = await openEngine({
    dataDir,
    secrets: wrapped
      ? passphraseSecretStore({ dataDir, random, passphrase })
      : deviceKeySecretStore({ dataDir, keyDir, random }),
    practice: options.practice,
    relayOrigin: options.relayOrigin,
    now: () => new Date(),
    random,
    fetch: globalThis.fetch,
    log: fileLog(join(dataDir, 'engine.log')),
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

/** A log of JSON lines; writing it never holds the engine up. */
function fileLog(file: string): EngineLog {
  const write =
    (level: string) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...facts });
      void appendFile(file, `${line}\n`).catch(() => undefined);
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
