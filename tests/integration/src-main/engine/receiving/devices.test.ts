import { mnemonicToSeedSync } from '@scure/bip39';
import { HDKey } from '@scure/bip32';
import { mnemonicToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { simpleDraft, waitFor } from '../engine-fixture.ts';
import { settled, startSyncWorld } from '../sync/sync-world.ts';

const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const xpub = HDKey.fromMasterSeed(mnemonicToSeedSync(words)).derive("m/44'/60'/0'").publicExtendedKey;
const addressAt = (addressIndex: number) => mnemonicToAccount(words, { addressIndex }).address;

/** Waits until a device that was added has the settings, and a place of its own to count in. */
async function ready(app: AppClient): Promise<void> {
  await waitFor(app, 'settings', {}, ({ receiving }) => receiving.mode === 'account');
  await waitFor(app, 'workspace', {}, ({ deviceSeries }) => deviceSeries !== '');
}

/** Issues an invoice and tells the address that it is paid to. */
async function issue(app: AppClient): Promise<string> {
  const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
  unwrap(await app.call('invoice.issue', { id }));
  const view = await waitFor(app, 'invoice', { id }, (value) => value?.lifecycle === 'issued');
  const addresses = new Set(view?.signed?.payable.terms.options.map(({ address }) => address));
  expect(addresses.size).toBe(1);
  return [...addresses][0]!;
}

test('no address is given twice, across devices, a restored one and with the relay away; and the relay never has the xpub', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  unwrap(await first.app.call('settings.update', { receiving: { mode: 'account', xpub } }));
  const given = [await issue(first.app), await issue(first.app)];
  expect(given).toEqual([addressAt(0), addressAt(1)]);
  await settled(first.app);
  const second = await world.nextDevice('second', first.phrase);
  await ready(second.app);
  given.push(await issue(second.app));
  expect(given[2]).toBe(addressAt(1_000_000));
  await settled(second.app);

  // The first computer is lost; its owner begins again from the phrase, while the second goes on with the network off.
  await first.kill();
  const restored = await world.nextDevice('restored', first.phrase);
  await ready(restored.app);
  given.push(await issue(restored.app), await issue(restored.app));
  await settled(restored.app);
  await world.stopRelay();
  given.push(await issue(second.app), await issue(restored.app));
  expect(new Set(given).size).toBe(given.length);

  const kept = await world.relayBytes();
  expect(kept.length).toBeGreaterThan(10_000);
  // The whole key, and its last part, which is the key itself in base 58.
  for (const secret of [xpub, xpub.slice(40, 80), words]) expect(kept.includes(secret)).toBe(false);
  await second.close();
  await restored.close();
});
