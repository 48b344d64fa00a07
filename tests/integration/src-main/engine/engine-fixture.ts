import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandInput, QueryInput, QueryOutput, AppQueryName } from '../../../../shared/app-api/app-api.ts';
import { createAppClient, type AppClient } from '../../../../shared/app-api/app-client.ts';
import { channelPair } from '../../../../shared/app-api/channel.ts';
import { serveApp } from '../../../../shared/app-api/serve-app.ts';
import { emptyParty } from '../../../../shared/invoice/party.ts';
import { unwrap } from '../../../../shared/result.ts';
import type { EngineOptions } from '../../../../src-main/engine/engine-options.ts';
import { openEngine, type Engine } from '../../../../src-main/engine/open-engine.ts';
import type { SecretStore } from '../../../../src-main/engine/secrets/secret-store.ts';
import { ok } from '../../../../shared/result.ts';

/** A wallet and practice tokens for tests. */
export const wallet = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
export const practiceUsdc = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

/** Makes a temporary folder and a way to remove it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'quittance-engine-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A secret store that lives as long as the test. */
export function memorySecrets(): SecretStore {
  let secret: Uint8Array | null = null;
  return {
    protection: 'device-key',
    load: () => Promise.resolve(ok(secret)),
    save: (value) => {
      secret = value;
      return Promise.resolve(ok(undefined));
    },
    unlock: () => Promise.resolve(ok(undefined)),
  };
}

/** Options for an engine on a folder; practice mode without a relay unless told otherwise. */
export function engineOptions(dataDir: string, more: Partial<EngineOptions> = {}): EngineOptions {
  return {
    dataDir,
    secrets: memorySecrets(),
    practice: {
      relayOrigin: 'http://127.0.0.1:1',
      chainId: 31337,
      rpcUrl: 'http://127.0.0.1:1',
      wallet,
      mailInboxUrl: 'http://127.0.0.1:1',
    },
    relayOrigin: 'http://127.0.0.1:1',
    now: () => new Date(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    fetch: globalThis.fetch,
    log: { info() {}, warn() {}, error: (message, facts) => console.error(message, facts) },
    ...more,
  };
}

/** An engine with a client on it, over the same messages that the app's window uses. */
export async function startEngine(
  options: EngineOptions,
): Promise<{ engine: Engine; app: AppClient; close(): Promise<void> }> {
  const engine = unwrap(await openEngine(options));
  const { app, engine: served } = channelPair();
  serveApp(served, engine.handlers);
  return {
    engine,
    app: createAppClient(app),
    async close() {
      app.close();
      await engine.close();
    },
  };
}

/** Creates the workspace that most tests begin with. */
export async function createWorkspace(app: AppClient): Promise<string> {
  const seller = { ...emptyParty, name: 'Ada Lovelace', email: 'ada@example.com', country: 'GB' };
  const created = await app.call('workspace.create', { seller, wallet: 'practice', deviceName: 'Laptop' });
  return unwrap(created).phrase;
}

/** What a person types for a simple invoice. */
export function simpleDraft(
  more: CommandInput<'invoice.create'>['draft'] = {},
): CommandInput<'invoice.create'>['draft'] {
  return {
    buyer: { ...emptyParty, name: 'Grace Hopper', email: 'grace@example.com' },
    currency: 'USD',
    dueDate: '2099-01-31',
    lines: [
      {
        id: 'l1',
        description: 'Analytical engine, one week',
        quantity: '1',
        unit: '',
        unitPrice: '1200.00',
        discount: { kind: 'percent', value: '' },
        taxCategory: 'Z',
        taxRate: '0',
        taxReason: '',
      },
    ],
    ...more,
  };
}

/** The first value of a live query that passes `test`. */
export function waitFor<Name extends AppQueryName>(
  app: AppClient,
  name: Name,
  input: QueryInput<Name>,
  test: (value: QueryOutput<Name>) => boolean = () => true,
): Promise<QueryOutput<Name>> {
  return new Promise((resolve, reject) => {
    const stop = app.watch(
      name,
      input,
      (value) => {
        if (!test(value)) return;
        queueMicrotask(() => stop());
        resolve(value);
      },
      (problem) => reject(new Error(problem.message)),
    );
  });
}
