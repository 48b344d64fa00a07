import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { openDatabase, type DatabaseLocation } from '../../../../sync-server/storage/open-database.ts';
import { signIn } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import { beginScene, payments, publish, startRelayOn, until } from './ledger-scene.ts';

describe.runIf(hasAnvil).each(relayEngines)('payments that a scan recorded ahead of the blocks, on %s', (engine) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterAll(() => maker?.stop());

  test.each([
    { reorganised: true, state: 'reversed' },
    { reorganised: false, state: 'confirmed' },
  ])('after downtime, with its block gone: $reorganised, it is $state', async ({ reorganised, state }) => {
    const scene = await beginScene(maker);
    await publish(scene, { tagged: '1000022' });
    await publish(scene, { tagged: '1000033' });
    await scene.world.mine(2);
    const head = Number(await scene.world.client.getBlockNumber());
    // The block before the payment's has been applied, also where the machine is busy: the test goes back to it.
    await expect
      .poll(async () => Number(unwrap(await scene.device.client.call('listChains', {})).chains[0]?.checkedThrough))
      .toBe(head);
    await scene.world.pay(1_000_022n);
    await until(scene, (all) => all.length === 1);
    await scene.relay.stop();
    await goBackOneBlock(scene.database);
    if (reorganised) await scene.world.reorganise(1);
    await scene.world.pay(1_000_033n);
    await scene.world.mine(150);
    const relay = await startRelayOn(scene.world, scene.database);
    const after = { relay, device: await signIn(relay.origin, scene.account) };
    const events = await until(after, (all) =>
      all.some((payment) => payment.units === '1000033' && payment.state === 'confirmed'),
    );
    expect(payments(events).findLast((payment) => payment.units === '1000022')?.state).toBe(state);
  });
});

/** As a kill leaves it between a scan that found the payment and the block that holds it. */
async function goBackOneBlock(location: DatabaseLocation): Promise<void> {
  const { kysely, close } = await openDatabase(location);
  const { block_number: number } = await kysely.selectFrom('payments').select('block_number').executeTakeFirstOrThrow();
  await kysely.deleteFrom('chain_headers').where('number', '>=', number).execute();
  const before = await kysely
    .selectFrom('chain_headers')
    .selectAll()
    .where('number', '=', number - 1)
    .executeTakeFirstOrThrow();
  await kysely.updateTable('chain_cursors').set({ block_number: before.number, block_hash: before.hash }).execute();
  await close();
}
