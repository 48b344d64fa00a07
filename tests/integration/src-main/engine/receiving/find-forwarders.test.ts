import { expect, test } from 'vitest';
import { findForwarders } from '../../../../../src-main/engine/receiving/find-forwarders.ts';
import { engineOptions, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench } from '../invoice-bench.ts';

test('the newest forwarders of each device, whatever else has an address of its own', async () => {
  const folder = await temporaryFolder();
  const nowhere = 'http://127.0.0.1:1';
  const practice = { relayOrigin: nowhere, chainId: 31337, rpcUrl: nowhere, wallet, mailInboxUrl: nowhere };
  const bench = await openBench(engineOptions(folder.path, { practice }));
  const model = await bench.issue();
  const copy = (addressIndex: number, day: number, forwarderOwner: string = wallet) => ({
    ...model,
    id: `copy-${addressIndex}`,
    addressIndex,
    forwarderOwner,
    issuedAt: `2026-01-0${day}T00:00:00.000Z`,
  });
  const first = [copy(0, 1), copy(1, 8), copy(2, 3)];
  const second = [copy(1_000_000, 2), copy(1_000_001, 4), copy(1_000_002, 5), copy(1_000_003, 6)];
  // Of an account's xpub, which the owner went over to.
  const ofAccount = [copy(3, 9, ''), copy(1_000_004, 9, ''), copy(2_000_000, 9, '')];
  await bench.db.invoices.bulkInsert([...first, ...second, ...ofAccount]);
  const found = async (most: number) => (await findForwarders(bench.db, most)).map(({ addressIndex }) => addressIndex);
  expect(await found(2)).toEqual([1, 1_000_003, 1_000_002, 2]);
  expect(await found(200)).toEqual([1, 1_000_003, 1_000_002, 1_000_001, 2, 1_000_000, 0]);
  await bench.close();
  await folder.remove();
});
