import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppHandlers } from '../../../../shared/app-api/serve-app.ts';
import { startWebHost, type WebHost } from '../../../../src-main/web-host/start-web-host.ts';

let folder: string;
let host: WebHost;
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const handlers = { commands: {}, queries: {}, onBug: () => undefined } as unknown as AppHandlers;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quittance-host-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>app');
  await writeFile(join(folder, 'renderer', 'assets', 'a.js'), '1');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  host = await startWebHost({ handlers, rendererDir: join(folder, 'renderer'), port: 0, random });
});

afterEach(async () => {
  await host.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the one-time token', () => {
  test('is traded once for a cookie that opens the app', async () => {
    const url = host.openUrl();
    const cookie = await signIn(url);
    const page = await fetch(host.origin, { headers: { cookie } });
    expect(await page.text()).toContain('app');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);
  });

  test('gives a cookie that scripts and other sites cannot use', async () => {
    const welcome = await fetch(host.openUrl(), { redirect: 'manual' });
    expect(welcome.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Path=\/$/);
  });

  test('is needed: without it nothing is served', async () => {
    expect((await fetch(host.origin)).status).toBe(401);
    expect((await fetch(`${host.origin}/assets/a.js`)).status).toBe(401);
    expect((await fetch(`${host.origin}/?token=wrong`, { redirect: 'manual' })).status).toBe(401);
  });
});

describe('files', () => {
  test('outside the app are not served, however the path is written', async () => {
    const cookie = await signIn(host.openUrl());
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/%00',
      '/%ff',
    ]) {
      expect(await rawStatus(path, { cookie })).toBe(404);
    }
  });

  test('are not served under another host name (DNS rebinding)', async () => {
    const cookie = await signIn(host.openUrl());
    expect(await rawStatus('/', { cookie, host: 'evil.example' })).toBe(403);
  });
});

describe('the socket', () => {
  test('opens from the app’s own origin with its session, and in no other way', async () => {
    const cookie = await signIn(host.openUrl());
    expect(await opens({ cookie, origin: host.origin })).toBe(true);
    expect(await opens({ cookie, origin: 'https://evil.example' })).toBe(false);
    expect(await opens({ cookie })).toBe(false);
    expect(await opens({ origin: host.origin })).toBe(false);
    expect(await opens({ cookie: 'quittance-session=wrong', origin: host.origin })).toBe(false);
  });
});

async function signIn(url: string): Promise<string> {
  const welcome = await fetch(url, { redirect: 'manual' });
  expect(welcome.status).toBe(303);
  return welcome.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Sends a path as it is: fetch would tidy it. */
function rawStatus(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const { port } = new URL(host.origin);
  return new Promise((resolve, reject) => {
    const ask = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    ask.once('error', reject);
    ask.end();
  });
}

function opens(headers: Record<string, string>): Promise<boolean> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/engine`, { headers });
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.close();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
