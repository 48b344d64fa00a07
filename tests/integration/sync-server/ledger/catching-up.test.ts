import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { openDatabase } from '../../../../sync-server/storage/open-database.ts';
import { signIn } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { tokenAddresses } from '../chain/practice-world.ts';
import { beginScene, payments, publish, startRelayOn, until } from './ledger-scene.ts';

describe.each(relayEngines)('after downtime, on %s', (engine) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterAll(() => maker.stop());

  test('a part and the exact rest in two blocks of one page settle the invoice, and both blocks are remembered', async () => {
    const scene = await beginScene(maker);
    const tag = randomBytes(16).toString('hex');
    const link = await publish(scene, { tagged: '1000123' }, tag);
    const other = await publish(scene, { tagged: '1000456' });
    await scene.world.pay(1_000_456n);
    await until(scene, (all) => all.length > 0);
    await scene.relay.stop();

    const { chain } = scene.world;
    const carried = { tag: `0x51544731${tag}` } as const;
    await payInvoice({ rpcUrl: chain.rpcUrl, token: tokenAddresses[0]!, to: scene.to, amount: 300_000n, ...carried });
    await scene.world.mine(10);
    await scene.world.pay(700_123n);
    await scene.world.mine(150);
    const relay = await startRelayOn(scene.world, scene.database);
    const after = { relay, device: await signIn(relay.origin, scene.account) };
    const events = await until(after, (all) =>
      all.some(({ units, state }) => units === '700123' && state === 'confirmed'),
    );

    const found = events.filter((event) => event.type === 'payment' && event.linkId === link);
    expect(payments(found)).toMatchObject([
      { units: '300000', rule: 'tag', state: 'confirmed' },
      { units: '700123', rule: 'tagged-amount', state: 'confirmed' },
    ]);
    expect(events.some((event) => event.type === 'payment' && event.linkId === other)).toBe(true);
    expect(events.some((event) => event.type === 'unmatched')).toBe(false);
    await relay.stop();
    const { kysely, close } = await openDatabase(scene.database);
    const unknown = await kysely
      .selectFrom('payments')
      .leftJoin('chain_headers', 'chain_headers.hash', 'payments.block_hash')
      .where('chain_headers.hash', 'is', null)
      .select('payments.key')
      .execute();
    await close();
    expect(unknown).toEqual([]);
  });
});
