import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { expect, test as base } from '@playwright/test';
import { startAppHost, type AppHost } from './app-host.ts';

const test = base.extend<{ host: AppHost }>({
  host: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'quittance-host-'));
    const host = await startAppHost({
      dataDir: join(folder, 'app'),
      keyDir: join(folder, 'keys'),
      practice: null,
      relayOrigin: null,
      passphrase: null,
      port: 0,
    });
    await use(host);
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test('nothing is served without a session, and nothing can be written', async ({ host }) => {
  const { origin } = new URL(host.url);
  for (const path of ['/', '/index.html', '/assets/index.js', '/engine', '/nothing'])
    expect((await ask(origin, path)).status, path).toBe(401);
  expect((await ask(origin, '/?token=')).status).toBe(401);
  expect((await ask(origin, '/?token=wrong')).status).toBe(401);
  expect((await ask(origin, '/', { cookie: 'quittance-session=wrong' })).status).toBe(401);
  const cookie = await signIn(host.url);
  expect((await ask(origin, '/', { cookie })).status).toBe(200);
  expect((await ask(origin, '/', { cookie }, 'POST')).status).toBe(405);
});

test('the token is good once, and a newer one voids it', async ({ host }) => {
  expect((await ask(host.url, '')).status).toBe(303);
  expect((await ask(host.url, '')).status).toBe(401);
  const unused = await host.nextUrl();
  const newest = await host.nextUrl();
  expect((await ask(unused, '')).status).toBe(401);
  const welcome = await ask(newest, '');
  expect(welcome.status).toBe(303);
  expect(welcome.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
  expect(welcome.headers['location']).toBe('/');
});

test('a name that is not this host’s own is refused, with a token and without', async ({ host }) => {
  const { origin, port } = new URL(host.url);
  const cookie = await signIn(await host.nextUrl());
  for (const name of [`evil.example:${port}`, 'evil.example', '127.0.0.1', `127.0.0.1:${Number(port) + 1}`])
    expect((await ask(origin, '/', { cookie, host: name })).status, name).toBe(403);
  const fresh = await host.nextUrl();
  expect((await ask(fresh, '', { host: `evil.example:${port}` })).status).toBe(403);
  expect((await ask(fresh, '')).status).toBe(303);
});

test('the socket opens for the app’s own page alone', async ({ host }) => {
  const { origin, port } = new URL(host.url);
  const cookie = await signIn(host.url);
  expect(await connect(port, { origin, cookie })).toBe('open');
  expect(await connect(port, { origin: 'https://evil.example', cookie })).toBe('403');
  expect(await connect(port, { origin: 'null', cookie })).toBe('403');
  expect(await connect(port, { origin: `http://127.0.0.1:${Number(port) + 1}`, cookie })).toBe('403');
  expect(await connect(port, { cookie })).toBe('403');
  expect(await connect(port, { origin })).toBe('403');
  expect(await connect(port, { origin, cookie: 'quittance-session=wrong' })).toBe('403');
  expect(await connect(port, { origin, cookie, host: `evil.example:${port}` })).toBe('403');
});

test('no path leads out of the app’s folder', async ({ host }) => {
  const { origin } = new URL(host.url);
  const cookie = await signIn(host.url);
  const paths = [
    '/../renderer.stamp',
    '/%2e%2e/renderer.stamp',
    '/..%2frenderer.stamp',
    '/assets/..%2f..%2frenderer.stamp',
    '/..%5crenderer.stamp',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/index.html%00.js',
    '/%',
  ];
  for (const path of paths) expect((await ask(origin, path, { cookie })).status, path).toBe(404);
});

test('the page may run its own scripts only, and no other page may frame it', async ({ host }) => {
  const { origin } = new URL(host.url);
  const { headers } = await ask(origin, '/', { cookie: await signIn(host.url) });
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(/script-src ([^;]*)/.exec(policy)?.[1]).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
});

/** One raw request: the path goes out as written, which `fetch` and browsers do not allow. */
async function ask(address: string, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { hostname, port, pathname, search } = new URL(address);
  const sent = request({ hostname, port, path: path || `${pathname}${search}`, method, headers, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  const body = await text(response);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** Trades an address with its token for the session's cookie. */
async function signIn(url: string): Promise<string> {
  const { headers } = await ask(url, '');
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Tries to open the engine's socket: `open`, or the status of the refusal. */
function connect(port: string, { origin, ...headers }: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { headers, ...(origin ? { origin } : {}) });
    socket.once('open', () => {
      socket.close();
      resolve('open');
    });
    socket.once('unexpected-response', (_, response) => resolve(String(response.statusCode)));
    socket.once('error', reject);
  });
}
