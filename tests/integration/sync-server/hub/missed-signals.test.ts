import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { loadRelayConfig } from '../../../../sync-server/config.ts';
import { startRelay, type Relay } from '../../../../sync-server/relay.ts';
import { createAccount, signIn } from '../../../helpers/relay-device.ts';
import { startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';

let maker: DatabaseMaker;
let relay: Relay;
let operator: pg.Client;

beforeAll(async () => {
  maker = await startEngine('postgres');
  const database = await maker.create();
  if (database.engine !== 'postgres') throw new Error('This test is about PostgreSQL');
  const config = unwrap(loadRelayConfig({ PORT: '0', LOG_LEVEL: 'silent', RPC_8453: 'http://127.0.0.1:9' }));
  relay = await startRelay({ ...config, database }, { page: false });
  operator = new pg.Client({ connectionString: database.url });
  await operator.connect();
});

afterAll(async () => {
  await operator?.end();
  await relay?.stop();
  await maker?.stop();
});

test('a stream whose relay lost its line to the others ends, so that its reader comes back and catches up', async () => {
  const account = createAccount();
  const listener = await signIn(relay.origin, account, { deviceId: 'listener-01' });
  const open = () =>
    fetch(`${relay.origin}/v1/stream`, { headers: { authorization: `Bearer ${listener.token}` } }).then((response) =>
      response.body!.pipeThrough(new TextDecoderStream()).getReader(),
    );
  const first = await open();
  await first.read();
  const { rowCount } = await operator.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen quittance_relay'`,
  );
  expect(rowCount).toBe(1);
  for (let done = false; !done;) ({ done } = await first.read());

  // What comes after it is heard over the new line.
  const second = await open();
  let text = '';
  const readUntil = async (fits: RegExp): Promise<void> => {
    while (!fits.test(text)) {
      const { value, done } = await second.read();
      if (done) throw new Error(`the stream ended with: ${text}`);
      text += value;
    }
  };
  await readUntil(/event: event/);
  const writer = await signIn(relay.origin, account, { deviceId: 'writer-0001' });
  const row = { collection: 'c'.repeat(64), id: 'a'.repeat(64), rev: 'b'.repeat(32), sealed: 'AAAA', assumedRev: null };
  unwrap(await writer.client.call('pushFeed', { body: { rows: [row] } }));
  await readUntil(new RegExp(`"seq":1,"sessionId":"${writer.sessionId}"`));
  await second.cancel();
});
