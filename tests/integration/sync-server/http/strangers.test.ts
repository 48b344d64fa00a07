import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { relayApi } from '../../../../shared/relay-api/relay-api.ts';
import { unwrap } from '../../../../shared/result.ts';
import { loadRelayConfig } from '../../../../sync-server/config.ts';
import { startRelay, type Relay, type RelayDependencies } from '../../../../sync-server/relay.ts';
import { newLinkId, signIn } from '../../../helpers/relay-device.ts';
import { startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { publishOn } from '../mail/mail-scene.ts';

const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';

describe('what a stranger can do to a relay', () => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine('sqlite');
  });
  afterAll(() => maker?.stop());

  async function begin(more: Record<string, string> = {}, deps: RelayDependencies = {}): Promise<Relay> {
    const settings = { PORT: '0', LOG_LEVEL: 'silent', RPC_8453: 'http://127.0.0.1:9', ...more };
    const config = { ...unwrap(loadRelayConfig(settings)), database: await maker.create() };
    const relay = await startRelay(config, { page: false, ...deps });
    onTestFinished(() => relay.stop());
    return relay;
  }

  test('only these calls are public; every other one asks for a session before it reads a body', async () => {
    const relay = await begin();
    const open = Object.entries(relayApi).filter(([, operation]) => operation.auth === 'public');
    expect(open.map(([name]) => name).toSorted()).toEqual([
      'createChallenge',
      'createSession',
      'getLink',
      'getLinkPdf',
      'listChains',
    ]);
    for (const { method, path, auth } of Object.values(relayApi)) {
      if (auth === 'public') continue;
      const url = relay.origin + path.replace(':id', newLinkId());
      const body = method === 'GET' || method === 'DELETE' ? null : 'x'.repeat(1_000);
      const answer = await fetch(url, { method, body, headers: { 'content-type': 'application/json' } });
      expect([path, answer.status]).toEqual([path, 401]);
    }
    expect((await fetch(`${relay.origin}/v1/stream`)).status).toBe(401);
  });

  test('no answer can be framed, sniffed or read by another site, and none is kept', async () => {
    const relay = await begin();
    const paths = ['/v1/links/x', '/v1/feed', '/health', '/status', '/openapi.json', '/nothing'];
    const answers = await Promise.all(
      paths.map((path) => fetch(relay.origin + path, { headers: { origin: 'https://evil.example' } })),
    );
    const device = await signIn(relay.origin);
    const id = await publishOn(device, 8453, usdc);
    const stop = new AbortController();
    answers.push(await fetch(`${relay.origin}/v1/links/${id}/stream`, { signal: stop.signal }));
    for (const { headers, url } of answers) {
      expect([url, Object.fromEntries(headers)]).toEqual([
        url,
        expect.objectContaining({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        }),
      ]);
      expect([...headers.keys()].filter((name) => /^(access-control|server$|x-powered)/.test(name))).toEqual([]);
    }
    stop.abort();
  });

  test('streams from one address are capped, and one that ends makes room', async () => {
    const relay = await begin({ LIMIT_STREAMS_PER_ADDRESS: '3' });
    const id = await publishOn(await signIn(relay.origin), 8453, usdc);
    const stops = [1, 2, 3].map(() => new AbortController());
    const openOne = (signal?: AbortSignal) => fetch(`${relay.origin}/v1/links/${id}/stream`, signal ? { signal } : {});
    for (const stop of stops) expect((await openOne(stop.signal)).status).toBe(200);
    const refused = await openOne();
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'limit.streams', retryable: true }]);
    stops[0]?.abort();
    const last = new AbortController();
    await expect.poll(async () => (await openOne(last.signal)).status).toBe(200);
    [...stops, last].forEach((stop) => stop.abort());
  });

  test('a call that dribbles loses its connection; so does one that never asks anything', async () => {
    const relay = await begin({}, { timeouts: { headers: 300, request: 600, idle: 900, check: 50 } });
    const ended = async (socket: Socket): Promise<string> => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      // A reset is an end too: `once` would reject on it.
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('close', resolve));
      return text.split('\r\n')[0] ?? '';
    };
    const open = (first: string): Socket => {
      const socket = connect(relay.port, '127.0.0.1');
      socket.write(first);
      return socket;
    };
    const dribble = open('GET /health HTTP/1.1\r\nHost: a\r\n');
    const beat = setInterval(() => dribble.writable && dribble.write('X-More: 1\r\n'), 100);
    const post =
      'POST /v1/challenges HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{';
    const lines = await Promise.all([ended(dribble), ended(open(post)), ended(connect(relay.port, '127.0.0.1'))]);
    clearInterval(beat);
    expect(lines[0]).toMatch(/^(HTTP\/1\.1 408 .*)?$/);
    expect(lines.some((line) => line.startsWith('HTTP/1.1 2'))).toBe(false);
    expect((await fetch(`${relay.origin}/health`)).status).toBe(200);
  });

  test('large bodies are refused by their declared and by their true length, and are few at a time', async () => {
    const relay = await begin();
    const device = await signIn(relay.origin);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${device.token}` };
    const declared = await fetch(`${relay.origin}/v1/feed`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(16_100_000),
    }).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(declared).toBe(413);
    // Without a declared length it is cut off once it is too long; how the caller learns of it depends on the moment.
    const endless = connect(relay.port, '127.0.0.1');
    const head = `POST /v1/feed HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${device.token}\r\nContent-Type: application/json\r\n`;
    endless.on('error', () => undefined);
    endless.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `80000\r\n${' '.repeat(0x80000)}\r\n`;
    let answer = '';
    endless.on('data', (data) => (answer += data.toString()));
    let sent = 0;
    for (; sent < 60 && answer === '' && endless.writable; sent += 1)
      if (!endless.write(chunk))
        await Promise.race([once(endless, 'drain'), once(endless, 'close')]).catch(() => undefined);
    if (answer === '' && !endless.closed)
      await Promise.race([once(endless, 'data'), once(endless, 'close')]).catch(() => undefined);
    endless.destroy();
    expect(answer).toMatch(/^(HTTP\/1\.1 413|$)/);
    expect(sent).toBeLessThan(60);
    // Four that are never finished; a fifth has to wait, a small call has not.
    const held = [1, 2, 3, 4].map(() => {
      const socket = connect(relay.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(`${head}Content-Length: 1000000\r\n\r\n{`);
      return socket;
    });
    const fifth = () =>
      fetch(`${relay.origin}/v1/feed`, { method: 'POST', headers, body: `{"rows":[]}${' '.repeat(300_000)}` }).then(
        (answer) => answer.status,
      );
    await expect.poll(fifth).toBe(429);
    expect((await device.client.call('pushFeed', { body: { rows: [{}] } })).ok).toBe(true);
    held.forEach((socket) => socket.destroy());
    await expect.poll(fifth).not.toBe(429);
  });

  test('rows without content use up storage too', async () => {
    const relay = await begin({ LIMIT_STORAGE: '2000' });
    const { client } = await signIn(relay.origin);
    const rows = Array.from({ length: 20 }, () => ({
      collection: 'c'.repeat(64),
      id: randomBytes(32).toString('hex'),
      rev: randomBytes(16).toString('hex'),
      sealed: '',
      assumedRev: null,
    }));
    const { outcomes } = unwrap(await client.call('pushFeed', { body: { rows } }));
    expect(outcomes.filter((one) => one.outcome === 'stored')).toHaveLength(5);
    // A write over a stored row is no growth.
    const again = unwrap(
      await client.call('pushFeed', {
        body: { rows: [{ ...rows[0], rev: 'a'.repeat(32), assumedRev: rows[0]?.rev }] },
      }),
    );
    expect(again.outcomes[0]?.outcome).toBe('stored');
  });

  test('figures are for this machine, or for who has the token', async () => {
    const read = async (relay: Relay, headers: Record<string, string> = {}) =>
      (await fetch(`${relay.origin}/metrics`, { headers })).status;
    const proxied = await begin({ TRUST_PROXY: '1' });
    expect(await read(proxied)).toBe(200);
    expect(await read(proxied, { 'x-forwarded-for': '203.0.113.7' })).toBe(401);
    // What a caller wrote itself comes before what the proxy adds.
    expect(await read(proxied, { 'x-forwarded-for': '127.0.0.1, 203.0.113.7' })).toBe(401);
    const forgotten = await begin({});
    expect(await read(forgotten)).toBe(200);
    expect(await read(forgotten, { 'x-forwarded-for': '127.0.0.1' })).toBe(401);
    const METRICS_TOKEN = randomBytes(16).toString('hex');
    const guarded = await begin({ METRICS_TOKEN });
    expect(await read(guarded)).toBe(401);
    expect(await read(guarded, { authorization: `Bearer ${METRICS_TOKEN}` })).toBe(200);
  });

  test('the addresses of one IPv6 network share one allowance', async () => {
    const relay = await begin({ TRUST_PROXY: '1', LIMIT_CALLS_PER_MINUTE: '3' });
    const from = async (ip: string) =>
      (await fetch(`${relay.origin}/status`, { headers: { 'x-forwarded-for': ip } })).status;
    const statuses = [];
    for (const last of [1, 2, 3, 4]) statuses.push(await from(`2001:db8:1:2::${last}`));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await from('2001:db8:1:3::1')).toBe(200);
  });
});
