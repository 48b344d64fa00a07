import { expect, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { publicClient } from '../../../helpers/relay-device.ts';
import { startEngine } from '../../../helpers/relay-engines.ts';
import { onTestFinished } from 'vitest';
import { hasAnvil } from '../chain/practice-world.ts';
import { beginScene, payments, publish, until } from './ledger-scene.ts';

test.runIf(hasAnvil)('a payment is final once the chain’s finalized block has passed it, and not before', async () => {
  const maker = await startEngine('sqlite');
  onTestFinished(() => maker.stop());
  const scene = await beginScene(maker);
  const id = await publish(scene, { tagged: '1000123' });
  await scene.world.pay(1_000_123n);
  await scene.world.mine(4);
  await until(scene, (all) => all.some((payment) => payment.state === 'confirmed'));
  const [paid] = payments(await until(scene, (all) => all.length > 0));
  const block = Number(paid?.blockNumber);
  const finalized = async () => Number((await scene.world.client.getBlock({ blockTag: 'finalized' })).number);
  // anvil's finalized block follows the head: up to just before the payment's block it stays confirmed.
  while ((await finalized()) < block - 1) await scene.world.mine(1);
  const link = async () => unwrap(await publicClient(scene.relay.origin).call('getLink', { params: { id } })).state;
  await expect.poll(async () => (await link()).chains[0]?.finalized).toBe(String(block - 1));
  expect((await link()).payments.map((payment) => payment.state)).toEqual(['confirmed']);
  await scene.world.mine(1);
  expect(await finalized()).toBe(block);
  const events = await until(scene, (all) => all.some((payment) => payment.state === 'final'));
  expect(payments(events).map((payment) => payment.state)).toEqual(['seen', 'confirming', 'confirmed', 'final']);
  expect(Number((await link()).chains[0]?.finalized)).toBeGreaterThanOrEqual(block);
  // A reorganisation above the finalized block leaves it alone.
  await scene.world.reorganise(3);
  await scene.world.mine(5);
  const tip = String(await scene.world.client.getBlockNumber({ cacheTime: 0 }));
  await expect.poll(async () => (await link()).chains[0]?.checkedThrough).toBe(tip);
  expect((await link()).payments.map((payment) => payment.state)).toEqual(['final']);
});
