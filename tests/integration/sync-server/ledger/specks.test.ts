import { encodeFunctionData } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { batchPayerAddress } from '../../../../practice/chain/practice-tokens.ts';
import { BatchPayer } from '../../../../practice/contracts/artifacts.ts';
import { unwrap } from '../../../../shared/result.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { tokenAddresses } from '../chain/practice-world.ts';
import { beginScene, publish, until, type Scene } from './ledger-scene.ts';

describe.each(relayEngines)('a link that is showered with specks, on %s', (engine) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterAll(() => maker?.stop());

  test('is paid by the payment that comes after more of them than are kept', async () => {
    const scene = await beginScene(maker);
    const id = await publish(scene, { tagged: '1000022', ownAddress: true });
    await shower(scene, 520);
    await scene.world.pay(1_000_000n);
    await scene.world.mine(3);
    await until(scene, (all) => all.some(({ units, state }) => units === '1000000' && state === 'confirmed'));
    const { state } = unwrap(await scene.device.client.call('getLink', { params: { id } }));
    expect(state.payments).toHaveLength(500);
    expect(state.payments.at(-1)).toMatchObject({ units: '1000000', state: 'confirmed' });
  });
});

/** Sends that many transfers of one base unit to the scene's address, in one transaction. */
async function shower({ world, to }: Scene, specks: number): Promise<void> {
  const { chain, client } = world;
  const token = tokenAddresses[0]!;
  await payInvoice({ rpcUrl: chain.rpcUrl, token, to: batchPayerAddress, amount: BigInt(specks) });
  const payments = Array.from({ length: specks }, () => ({ token, to, value: 1n }));
  const data = encodeFunctionData({ abi: BatchPayer.abi, functionName: 'payAll', args: [payments] });
  const hash = await client.sendTransaction({ account: chain.accounts.payer, to: batchPayerAddress, data });
  await client.waitForTransactionReceipt({ hash });
}
