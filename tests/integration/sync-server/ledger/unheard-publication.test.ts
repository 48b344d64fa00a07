import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../../sync-server/storage/open-database.ts';
import { newLinkId } from '../../../helpers/relay-device.ts';
import { startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil, tokenAddresses } from '../chain/practice-world.ts';
import { beginScene, until, type Scene } from './ledger-scene.ts';

describe.runIf(hasAnvil)('a publication that another process wrote and could not tell of', () => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine('postgres');
  });
  afterAll(() => maker?.stop());

  test('is watched all the same', async () => {
    const scene = await beginScene(maker);
    await scene.world.mine(1);
    await writeUntold(scene, '1000044');
    await scene.world.pay(1_000_044n);
    await until(scene, (all) => all.some((payment) => payment.units === '1000044'));
  });
});

/** What `putLink` commits, by a process that dies before it tells the others; resolves when its past has been scanned. */
async function writeUntold({ database, account, to }: Scene, tagged: string): Promise<void> {
  const { kysely, close } = await openDatabase(database);
  const id = newLinkId();
  const { key } = await kysely.selectFrom('accounts').select('key').executeTakeFirstOrThrow();
  expect(key).toBe(account.accountKey);
  const tag = 'ab'.repeat(16);
  const [expires_at, monitor_until, token, address] = [4e9, 4e9, tokenAddresses[0]!.toLowerCase(), to.toLowerCase()];
  const place = { chain_id: 31337, address, account: key, token };
  const sealed = { content_hash: '', sealed_invoice: 'AA', sealed_pdf: 'AA' };
  await kysely
    .insertInto('links')
    .values({ id, account: key, tag, status: 'open', expires_at, monitor_until, created_at: Date.now(), ...sealed })
    .execute();
  const amounts = { exact: '1000000', tagged, own_address: 0 };
  await kysely
    .insertInto('watches')
    .values({ link_id: id, tag, expires_at, monitor_until, ...place, ...amounts })
    .execute();
  await kysely.insertInto('watched_places').values(place).execute();
  await kysely
    .insertInto('noticed')
    .values({ address, account: key })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await kysely.insertInto('pending_scans').values({ chain_id: 31337, link_id: id }).execute();
  await expect.poll(() => kysely.selectFrom('pending_scans').selectAll().execute()).toEqual([]);
  await close();
}
