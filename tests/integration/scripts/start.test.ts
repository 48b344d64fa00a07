import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAppClient, type AppClient } from '../../../shared/app-api/app-client.ts';
import type { FromEngine } from '../../../shared/app-api/channel.ts';
import { emptyParty } from '../../../shared/invoice/party.ts';
import { unwrap } from '../../../shared/result.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quittance-start-'));
});

afterEach(async () => {
  for (const child of running.splice(0)) await ended(child, 'SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

test('opens a practice world that survives a restart, and --fresh begins anew', { timeout: 240_000 }, async () => {
  const first = await start();
  const client = await connect(first.url);
  unwrap(
    await client.call('workspace.create', {
      seller: { ...emptyParty, name: 'Ada' },
      wallet: 'practice',
      deviceName: 't',
    }),
  );
  const world = await readWorld();
  expect((await fetch(`${world.relayOrigin}/ready`)).status).toBe(200);
  expect(await blockHash(world.rpcUrl)).toMatch(/^0x/);
  const hash = await blockHash(world.rpcUrl);
  expect(await ended(first.child, 'SIGINT')).toBe(0);

  const second = await start();
  expect(await workspaceName(await connect(second.url))).toBe('Ada');
  const again = await readWorld();
  expect(again).toEqual(world);
  expect(await blockHash(again.rpcUrl)).toBe(hash);
  await ended(second.child, 'SIGINT');

  const third = await start('--fresh');
  expect(await workspaceName(await connect(third.url))).toBe('');
});

test(
  'a port that is taken is no failure, and a second app on the same data says so',
  { timeout: 240_000 },
  async () => {
    const taken = await listen();
    try {
      const { url } = await start('--port', String(taken.port));
      expect(new URL(url).port).not.toBe(String(taken.port));
      const other = spawnStart('--port', '0');
      expect(await ended(other.child)).toBe(4);
      expect(other.errors.join('\n')).toContain('Another Quittance is already working on');
    } finally {
      await new Promise((resolve) => taken.server.close(resolve));
    }
  },
);

test('a wrong setting is named, and nothing starts', async () => {
  const { child, errors } = spawnStart.call({ QUITTANCE_RELAY: 'pay.example.com' });
  expect(await ended(child)).toBe(2);
  expect(errors.join('\n')).toContain('QUITTANCE_RELAY: must be the address of a relay');
  expect(errors.join('\n')).not.toContain('    at ');
});

function spawnStart(this: Record<string, string> | void, ...args: string[]) {
  const flags = ['--data', join(folder, 'app'), '--no-open', '--browser', ...args];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(project, 'scripts/start.ts'), ...flags],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, QUITTANCE_KEY_DIR: join(folder, 'keys'), ...this },
    },
  );
  running.push(child);
  const errors: string[] = [];
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  return { child, errors };
}

async function start(...args: string[]): Promise<{ url: string; child: ChildProcess }> {
  const { child, errors } = spawnStart(...(args.includes('--port') ? args : ['--port', '0', ...args]));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const found = /Quittance {2}(http:\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`start ended with ${code}: ${errors.join(' ')}`)));
  });
  return { url, child };
}

function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    if (signal) child.kill(signal);
  });
}

/** Opens the printed address as a browser would, and speaks to the engine behind it. */
async function connect(url: string): Promise<AppClient> {
  const welcome = await fetch(url, { redirect: 'manual' });
  const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin, host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/engine`, { headers: { cookie, origin } });
  await new Promise((resolve, reject) => {
    socket.once('open', () => resolve(null));
    socket.once('error', reject);
  });
  return createAppClient({
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => void socket.on('message', (data) => listener(JSON.parse(String(data)) as FromEngine)),
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  });
}

function workspaceName(client: AppClient): Promise<string> {
  return new Promise((resolve) => void client.watch('workspace', {}, (workspace) => resolve(workspace.name)));
}

async function readWorld(): Promise<{ relayOrigin: string; rpcUrl: string }> {
  return JSON.parse(await readFile(join(folder, 'practice', 'practice-world.json'), 'utf8'));
}

async function blockHash(rpcUrl: string): Promise<string> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['0x1', false] });
  const answer = await fetch(rpcUrl, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  return ((await answer.json()) as { result: { hash: string } }).result.hash;
}

function listen(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as { port: number }).port }));
  });
}
