import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { practiceRelaySettings } from '../../../practice/relay/practice-relay-config.ts';
import { startPracticeChain } from '../../../practice/chain/start-practice-chain.ts';
import { unwrap } from '../../../shared/result.ts';
import { createAccount, signIn } from '../../helpers/relay-device.ts';
import { quietEnvironment as quiet, startRelayProcess } from '../../helpers/relay-process.ts';

const run = promisify(execFile);

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'quittance-relay-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a wrong setting is named, with exit code 2 and no stack', async () => {
  const failed = await run(process.execPath, ['sync-server/main.ts'], {
    env: { ...quiet, PORT: 'x', SMTP_HOST: 'a' },
  }).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 2, stderr: expect.stringMatching(/PORT: must be a port number/) });
  expect((failed as { stderr: string }).stderr).not.toMatch(/ at |\.ts:/);
});

test('nothing that it does from its start to its end is deprecated', async () => {
  const DATA_DIR = join(await makeFolder(), 'relay');
  const env = {
    DATA_DIR,
    PORT: '0',
    RPC_31337: 'http://127.0.0.1:9',
    NODE_OPTIONS: '--throw-deprecation',
    NODE_NO_WARNINGS: '',
  };
  const { child, origin } = await startRelayProcess(env, ['sync-server/main.ts']);
  expect((await fetch(`${origin}/ready`)).status).toBe(200);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('two relays on one data folder: the second says so', async () => {
  const DATA_DIR = join(await makeFolder(), 'relay');
  const chain = { RPC_31337: 'http://127.0.0.1:9', PRACTICE: '1' };
  await startRelayProcess({ ...chain, DATA_DIR, PORT: '0' });
  const failed = await run(process.execPath, ['sync-server/main.ts'], { env: { ...quiet, DATA_DIR, PORT: '0' } }).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^.*Another relay is using the data folder/m),
  });
});

test('SIGKILL between writes loses none that was answered', async () => {
  const folder = await makeFolder();
  const settings = practiceRelaySettings({ dataDir: folder, rpcUrl: 'http://127.0.0.1:9', smtpPort: null });
  const account = createAccount();
  const stored = new Set<string>();
  for (const [round, pushes] of [7, 20].entries()) {
    const { child, origin } = await startRelayProcess(settings);
    const { client } = await signIn(origin, account);
    const exited = once(child, 'exit');
    for (let n = 0; ; n += 1) {
      const id = `${round}${n}`.padStart(64, '0');
      const row = { collection: 'c'.repeat(64), id, rev: id.slice(-32), sealed: 'AAAA', assumedRev: null };
      const pushed = await client.call('pushFeed', { body: { rows: [row] } });
      if (!pushed.ok) break;
      stored.add(id);
      // The next one is on its way when it dies.
      if (n + 1 === pushes) child.kill('SIGKILL');
    }
    expect(await exited).toEqual([null, 'SIGKILL']);
  }
  const { child, origin } = await startRelayProcess(settings);
  const { client } = await signIn(origin, account);
  const found = new Set<string>();
  let checkpoint = { epoch: '', seq: 0 };
  for (let more = true; more;) {
    const page = unwrap(
      await client.call('pullFeed', { query: { collection: 'c'.repeat(64), limit: 200, ...checkpoint } }),
    );
    page.rows.forEach((row) => found.add(row.id));
    checkpoint = page.checkpoint;
    more = page.rows.length === 200;
  }
  expect(stored.size).toBeGreaterThanOrEqual(7 + 20);
  expect([...stored].filter((id) => !found.has(id))).toEqual([]);
  child.stdin?.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the page, its files and the practice wallet are served under a strict policy', async () => {
  const chain = await startPracticeChain({ blockTimeSeconds: 0 });
  onTestFinished(() => chain.stop());
  const { origin } = await startRelayProcess(
    practiceRelaySettings({ dataDir: await makeFolder(), rpcUrl: chain.rpcUrl, smtpPort: null }),
  );
  const page = await fetch(`${origin}/i/${'A'.repeat(22)}`, { headers: { 'accept-encoding': 'br' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-encoding')).toBe('br');
  expect(page.headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
  );
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('x-robots-tag')).toContain('noindex');
  const script = /src="(\/page\/[^"]+\.js)"/.exec(await page.text())?.[1];
  const asset = await fetch(origin + script);
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect((await asset.text()).length).toBeGreaterThan(1_000);
  expect(await (await fetch(`${origin}/practice/wallet.js`)).text()).toContain('eip6963');
  const rpc = async (method: string) =>
    (
      await fetch(`${origin}/practice/rpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method }),
      })
    ).json();
  expect(await rpc('eth_chainId')).toMatchObject({ result: '0x7a69' });
  expect(await rpc('anvil_setBalance')).toMatchObject({ code: 'practice.method' });
});
