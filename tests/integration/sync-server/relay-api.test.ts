import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '../../../shared/result.ts';
import type { RelayConfig } from '../../../sync-server/config.ts';
import { loadRelayConfig } from '../../../sync-server/config.ts';
import { startRelay, type Relay } from '../../../sync-server/relay.ts';
import { createAccount, newLinkId, publicClient, signIn, trySignIn } from '../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../helpers/relay-engines.ts';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const row = (more: object = {}) => ({
  collection: 'c'.repeat(64),
  id: hex(32),
  rev: hex(16),
  sealed: 'AAAA',
  assumedRev: null,
  ...more,
});
const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';

/** Base is watched at a port where nobody listens: these tests need no chain. */
function baseSettings(more: Record<string, string> = {}): RelayConfig {
  return unwrap(
    loadRelayConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      RPC_8453: 'http://127.0.0.1:9',
      LIMIT_SIGN_INS_PER_MINUTE: '1000',
      LIMIT_CALLS_PER_MINUTE: '10000',
      ...more,
    }),
  );
}

function linkBody(more: object = {}) {
  return {
    sealedInvoice: 'c2VhbGVk',
    sealedPdf: 'cGRm',
    tag: hex(16),
    watches: [
      { chainId: 8453, token: usdc, address: `0x${hex(20)}`, ownAddress: false, exact: '1000000', tagged: '1000123' },
    ],
    expiresAt: '2027-01-31T00:00:00Z',
    monitorUntil: '2027-04-30T00:00:00Z',
    ...more,
  };
}

describe.each(relayEngines)('relay on %s', (engine) => {
  let maker: DatabaseMaker;
  let relay: Relay;
  beforeAll(async () => {
    maker = await startEngine(engine);
    relay = await startRelay({ ...baseSettings(), database: await maker.create() }, { page: false });
  });
  afterAll(async () => {
    await relay?.stop();
    await maker?.stop();
  });

  test('a device keeps its ordinal, a second gets the next, and a revoked session is out', async () => {
    const account = createAccount();
    const first = await signIn(relay.origin, account, { deviceId: 'laptop-0001' });
    const again = await signIn(relay.origin, account, { deviceId: 'laptop-0001' });
    const second = await signIn(relay.origin, account, { deviceId: 'phone-00001' });
    expect([first.ordinal, again.ordinal, second.ordinal]).toEqual([1, 1, 2]);
    expect([first.registered, again.registered, second.registered]).toEqual([true, false, false]);
    const { sessions } = unwrap(await first.client.call('listSessions', {}));
    expect(sessions.map(({ deviceId, current }) => [deviceId, current])).toEqual([
      ['laptop-0001', true],
      ['phone-00001', false],
    ]);
    expect(unwrap(await first.client.call('revokeSession', { params: { id: second.sessionId } }))).toEqual({
      revoked: true,
    });
    const refused = await second.client.call('listSessions', {});
    expect(refused).toMatchObject({ ok: false, problem: { code: 'session.unknown', retryable: false } });
  });

  test('a revoked device ends in all its sessions and is not let in again, its owner’s others are', async () => {
    const account = createAccount();
    const laptop = await signIn(relay.origin, account, { deviceId: 'laptop-0001' });
    const lost = await signIn(relay.origin, account, { deviceId: 'phone-00001' });
    const lostAgain = await signIn(relay.origin, account, { deviceId: 'phone-00001' });
    unwrap(await laptop.client.call('revokeSession', { params: { id: lost.sessionId } }));
    expect(await lostAgain.client.call('listSessions', {})).toMatchObject({ problem: { code: 'session.unknown' } });
    await expect(signIn(relay.origin, account, { deviceId: 'phone-00001' })).rejects.toThrow('device.revoked');
    expect((await signIn(relay.origin, account, { deviceId: 'laptop-0001' })).ordinal).toBe(1);
  });

  test('a challenge is good once, for its account, and for this relay', async () => {
    const account = createAccount();
    const other = createAccount();
    const client = publicClient(relay.origin);
    const { challenge } = unwrap(await client.call('createChallenge', { body: { accountKey: account.accountKey } }));
    const body = {
      accountKey: account.accountKey,
      challenge,
      signature: '0'.repeat(128),
      device: { id: 'device-0001', name: 'x' },
    };
    expect(await client.call('createSession', { body: { ...body, accountKey: other.accountKey } })).toMatchObject({
      problem: { code: 'session.challenge-unknown' },
    });
    expect(await client.call('createSession', { body })).toMatchObject({ problem: { code: 'session.bad-signature' } });
    expect(await client.call('createSession', { body })).toMatchObject({
      problem: { code: 'session.challenge-unknown' },
    });
  });

  test('no account reads or revokes what is another’s', async () => {
    const mine = await signIn(relay.origin);
    const theirs = await signIn(relay.origin);
    const id = newLinkId();
    unwrap(await mine.client.call('pushFeed', { body: { rows: [row()] } }));
    unwrap(await mine.client.call('putLink', { params: { id }, body: linkBody() }));
    expect(unwrap(await theirs.client.call('pullFeed', { query: { collection: 'c'.repeat(64) } })).rows).toEqual([]);
    expect(unwrap(await theirs.client.call('revokeSession', { params: { id: mine.sessionId } }))).toEqual({
      revoked: false,
    });
    expect(await theirs.client.call('patchLink', { params: { id }, body: { status: 'void' } })).toMatchObject({
      problem: { code: 'link.unknown' },
    });
  });

  test('a push decides each row alone, and a repeated push changes nothing', async () => {
    const { client } = await signIn(relay.origin);
    const good = row();
    const rows = [good, { ...row(), id: 'no hash' }, row({ assumedRev: hex(16) })];
    const { outcomes } = unwrap(await client.call('pushFeed', { body: { rows } }));
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['stored', 'rejected', 'stored']);
    const repeated = unwrap(await client.call('pushFeed', { body: { rows: [good] } })).outcomes[0];
    expect(repeated).toEqual(outcomes[0]);
    const stale = { ...good, rev: hex(16), sealed: 'BBBB', assumedRev: hex(16) };
    expect(unwrap(await client.call('pushFeed', { body: { rows: [stale] } })).outcomes[0]).toMatchObject({
      outcome: 'conflict',
      current: { id: good.id, rev: good.rev, sealed: 'AAAA' },
    });
    const fresh = { ...stale, assumedRev: good.rev };
    expect(unwrap(await client.call('pushFeed', { body: { rows: [fresh] } })).outcomes[0]).toMatchObject({
      outcome: 'stored',
    });
  });

  test('pages are full while more exists, and an unknown epoch reads from the beginning', async () => {
    const { client } = await signIn(relay.origin);
    const rows = Array.from({ length: 25 }, () => row());
    unwrap(await client.call('pushFeed', { body: { rows } }));
    const read: string[] = [];
    let checkpoint = { epoch: '', seq: 0 };
    const sizes: number[] = [];
    do {
      const page = unwrap(
        await client.call('pullFeed', { query: { collection: 'c'.repeat(64), limit: 10, ...checkpoint } }),
      );
      sizes.push(page.rows.length);
      read.push(...page.rows.map((one) => one.id));
      checkpoint = page.checkpoint;
    } while (sizes.at(-1) === 10);
    expect(sizes).toEqual([10, 10, 5]);
    expect(read).toEqual(rows.map((one) => one.id));
    const foreign = unwrap(
      await client.call('pullFeed', { query: { collection: 'c'.repeat(64), epoch: 'other', seq: 99, limit: 200 } }),
    );
    expect(foreign.rows).toHaveLength(25);
  });

  test('concurrent writers lose no row to a reader that follows along', async () => {
    const account = createAccount();
    const writers = await Promise.all(
      [1, 2, 3, 4].map((n) => signIn(relay.origin, account, { deviceId: `writer-000${n}` })),
    );
    const reader = await signIn(relay.origin, account, { deviceId: 'reader-0001' });
    const written = new Set<string>();
    let isWriting = true;
    const writing = Promise.all(
      writers.map(async ({ client }) => {
        for (let batch = 0; batch < 12; batch += 1) {
          const rows = [row(), row(), row()];
          rows.forEach((one) => written.add(one.id));
          const { outcomes } = unwrap(await client.call('pushFeed', { body: { rows } }));
          expect(outcomes.every((outcome) => outcome.outcome === 'stored')).toBe(true);
        }
      }),
    ).finally(() => (isWriting = false));
    const seen = new Set<string>();
    let checkpoint = { epoch: '', seq: 0 };
    for (let isLast = false; !isLast;) {
      isLast = !isWriting;
      for (let more = true; more;) {
        const page = unwrap(
          await reader.client.call('pullFeed', { query: { collection: 'c'.repeat(64), limit: 7, ...checkpoint } }),
        );
        page.rows.forEach((one) => seen.add(one.id));
        checkpoint = page.checkpoint;
        more = page.rows.length === 7;
      }
    }
    await writing;
    expect(seen).toEqual(written);
  });

  test('a link is published once, idempotently, and never changes', async () => {
    const { client } = await signIn(relay.origin);
    const id = newLinkId();
    const body = linkBody();
    const published = unwrap(await client.call('putLink', { params: { id }, body }));
    expect(published).toEqual({ id, url: `${relay.origin}/i/${id}`, watching: [8453] });
    expect(unwrap(await client.call('putLink', { params: { id }, body }))).toEqual(published);
    const changed = await client.call('putLink', { params: { id }, body: { ...body, sealedInvoice: 'b3RoZXI' } });
    expect(changed).toMatchObject({ problem: { code: 'link.already-published', retryable: false } });
    const link = unwrap(await publicClient(relay.origin).call('getLink', { params: { id } }));
    expect(link).toMatchObject({
      sealedInvoice: body.sealedInvoice,
      practice: false,
      state: { status: 'open', payments: [] },
    });
    expect(unwrap(await publicClient(relay.origin).call('getLinkPdf', { params: { id } })).sealedPdf).toBe(
      body.sealedPdf,
    );
    unwrap(await client.call('patchLink', { params: { id }, body: { status: 'void' } }));
    expect(unwrap(await publicClient(relay.origin).call('getLink', { params: { id } })).state.status).toBe('void');
  });

  test('a token that nobody knows and a chain that nobody watches are refused with the place', async () => {
    const { client } = await signIn(relay.origin);
    const [watch] = linkBody().watches;
    const strange = { ...watch!, token: `0x${hex(20)}` };
    const refused = await client.call('putLink', {
      params: { id: newLinkId() },
      body: linkBody({ watches: [watch, strange] }),
    });
    expect(refused).toMatchObject({ problem: { code: 'link.token-unknown', path: ['watches', 1, 'token'] } });
    const elsewhere = linkBody({ watches: [{ ...watch!, chainId: 1 }] });
    expect(await client.call('putLink', { params: { id: newLinkId() }, body: elsewhere })).toMatchObject({
      problem: { code: 'link.no-chain-watched' },
    });
    const mixed = linkBody({ watches: [watch, { ...watch!, chainId: 1 }] });
    expect(unwrap(await client.call('putLink', { params: { id: newLinkId() }, body: mixed })).watching).toEqual([8453]);
  });

  test('the stream tells writes of other devices, and closes when the session is revoked', async () => {
    const account = createAccount();
    const listener = await signIn(relay.origin, account, { deviceId: 'listener-01' });
    const writer = await signIn(relay.origin, account, { deviceId: 'writer-0001' });
    const response = await fetch(`${relay.origin}/v1/stream`, {
      headers: { authorization: `Bearer ${listener.token}` },
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (fits: RegExp): Promise<void> => {
      while (!fits.test(text)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended with: ${text}`);
        text += value;
      }
    };
    await readUntil(/event: event/);
    unwrap(await writer.client.call('pushFeed', { body: { rows: [row()] } }));
    await readUntil(new RegExp(`"seq":1,"sessionId":"${writer.sessionId}"`));
    unwrap(await writer.client.call('revokeSession', { params: { id: listener.sessionId } }));
    for (let done = false; !done;) ({ done } = await reader.read());
  });

  test('a restored backup gets a new epoch only when told', async () => {
    const database = await maker.create();
    const start = (newEpoch: boolean) => startRelay({ ...baseSettings(), database }, { page: false, newEpoch });
    const account = createAccount();
    const epochs: string[] = [];
    for (const isNew of [false, false, true]) {
      const each = await start(isNew);
      const { client } = await signIn(each.origin, account);
      epochs.push(unwrap(await client.call('pullFeed', { query: { collection: 'c'.repeat(64) } })).checkpoint.epoch);
      await each.stop();
    }
    expect(epochs[1]).toBe(epochs[0]);
    expect(epochs[2]).not.toBe(epochs[0]);
  });

  test('by invitation: no code, a wrong one, a good one, a used one', async () => {
    const invited = {
      ...baseSettings({ REGISTRATION: 'invite', INVITES: 'first,second' }),
      database: await maker.create(),
    };
    const closed = await startRelay(invited, { page: false });
    const codes = async (invite?: string) => {
      const outcome = await trySignIn(closed.origin, createAccount(), invite === undefined ? {} : { invite });
      return outcome.ok ? 'in' : outcome.problem.code;
    };
    const outcomes = [
      await codes(),
      await codes('wrong'),
      await codes('first'),
      await codes('first'),
      await codes('second'),
    ];
    expect(outcomes).toEqual(['account.invite-needed', 'account.invite-needed', 'in', 'account.invite-used', 'in']);
    await closed.stop();
  });

  test('quotas and rates refuse with the time to wait', async () => {
    const limited = await startRelay(
      {
        ...baseSettings({ LIMIT_LINKS_PER_DAY: '1', LIMIT_STORAGE: '1100', LIMIT_SIGN_INS_PER_MINUTE: '4' }),
        database: await maker.create(),
      },
      { page: false },
    );
    const { client } = await signIn(limited.origin);
    const big = unwrap(await client.call('pushFeed', { body: { rows: [row({ sealed: 'A'.repeat(800) })] } }));
    expect(big.outcomes[0]).toMatchObject({ outcome: 'rejected', code: 'limit.storage' });
    const small = linkBody({ sealedInvoice: 'AA', sealedPdf: 'AA' });
    unwrap(await client.call('putLink', { params: { id: newLinkId() }, body: small }));
    expect(await client.call('putLink', { params: { id: newLinkId() }, body: small })).toMatchObject({
      problem: { code: 'limit.quota', retryable: true },
    });
    await signIn(limited.origin);
    const tooMany = await fetch(`${limited.origin}/v1/challenges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accountKey: createAccount().accountKey }),
    });
    expect(tooMany.status).toBe(429);
    expect(Number(tooMany.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await tooMany.json()).toMatchObject({ code: 'limit.rate', retryable: true });
    await limited.stop();
  });

  test('what is malformed gets problem details and nothing of the inside', async () => {
    const paths = [
      fetch(`${relay.origin}/v1/nothing`),
      fetch(`${relay.origin}/v1/links/short`),
      fetch(`${relay.origin}/v1/challenges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{',
      }),
      fetch(`${relay.origin}/v1/challenges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ accountKey: 'x'.repeat(70_000) }),
      }),
      fetch(`${relay.origin}/v1/challenges`, { method: 'POST', body: 'text' }),
      fetch(`${relay.origin}/v1/feed`),
    ];
    const answers = await Promise.all(paths);
    expect(answers.map((answer) => answer.status)).toEqual([404, 400, 400, 413, 415, 401]);
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({
        status: answer.status,
        code: expect.stringMatching(/^\w+\.[\w-]+$/),
        retryable: false,
      });
      expect(text).not.toMatch(/node_modules|sync-server|at \w+ \(/);
    }
  });

  test('operators see health, readiness, status, figures and the contract', async () => {
    const read = async (path: string) => (await fetch(relay.origin + path)).json() as Promise<Record<string, unknown>>;
    expect(await read('/health')).toEqual({ status: 'ok' });
    expect(await read('/ready')).toMatchObject({ status: 'ready' });
    expect(await read('/status')).toMatchObject({
      database: engine,
      mail: null,
      chains: [{ chainId: 8453, name: 'Base' }],
    });
    const figures = await (await fetch(`${relay.origin}/metrics`)).text();
    expect(figures).toContain('relay_http_calls_total');
    const openApi = await read('/openapi.json');
    expect(Object.keys(openApi.paths as object)).toContain('/v1/links/{id}');
    expect(JSON.stringify(openApi)).not.toContain('$schema');
  });
});
