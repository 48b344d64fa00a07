import { readFile } from 'node:fs/promises';
import { encodeFunctionData, type Abi, type Address } from 'viem';
import { generatePrivateKey } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvoiceForwarder } from '../../../contracts/artifacts.ts';
import { deterministicDeploymentProxy } from '../../../contracts/deterministic-deployment-proxy.ts';
import { PracticeTether, PracticeToken } from '../../../practice/contracts/artifacts.ts';
import { forwarderAddress } from '../../../shared/payment/forwarder-address.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { encodeSweep, type SweepItem } from '../../../shared/payment/sweep-calldata.ts';
import { hasAnvil, openBlankWorld, type Artifact, type ForwarderWorld } from './forwarder-world.ts';

const owner: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

describe.runIf(hasAnvil)('gas', () => {
  let world: ForwarderWorld;
  beforeAll(async () => {
    world = await openBlankWorld(8453);
  });
  afterAll(() => world?.stop());

  const mint = (token: Address, to: Address) => world.write(token, PracticeToken.abi as Abi, 'mint', [to, 1_000_000n]);
  const sweep = async (items: readonly SweepItem[]) => {
    const { gasUsed } = await world.send({
      to: forwarderContracts.factory,
      data: encodeSweep(items),
      gas: 12_000_000n,
    });
    return gasUsed;
  };

  /** What a sweep of so many forwarders uses, the first time and again; the owner holds the token already. */
  async function measure(artifact: Artifact, args: readonly unknown[], count: number): Promise<[bigint, bigint]> {
    const token = await world.deploy(artifact, args);
    await mint(token, owner);
    const items = Array.from({ length: count }, (): SweepItem => ({ owner, salt: generatePrivateKey(), token }));
    const used: bigint[] = [];
    for (const _ of ['first', 'later']) {
      for (const { salt } of items) await mint(token, forwarderAddress(owner, salt));
      used.push(await sweep(items));
    }
    return [used[0]!, used[1]!];
  }

  test('is what docs/receiving.md says, to within 2 per cent', async () => {
    const { signer, cost, transaction } = deterministicDeploymentProxy;
    await world.send({ to: signer, value: cost });
    await world.client.sendRawTransaction({ serializedTransaction: transaction });
    const { deploymentProxy: to, deploymentCalldata: data } = forwarderContracts;
    const deployment = await world.send({ to, data });
    const [first, later] = await measure(PracticeToken, ['Practice', 'T', 6], 1);
    const [firstTen, laterTen] = await measure(PracticeToken, ['Practice', 'T', 6], 10);
    const [firstTether, laterTether] = await measure(PracticeTether, [], 1);
    const salt = generatePrivateKey();
    const address = forwarderAddress(owner, salt);
    await world.send({ to: address, value: 1n });
    const firstCoin = await sweep([{ owner, salt, token: null }]);
    await world.send({ to: address, value: 1n });
    const laterCoin = await sweep([{ owner, salt, token: null }]);
    await world.send({ to: address, value: 1n });
    const direct = encodeFunctionData({
      abi: InvoiceForwarder.abi,
      functionName: 'sweep',
      args: [`0x${'0'.repeat(40)}`],
    });
    const { gasUsed: directCoin } = await world.send({ to: address, data: direct });

    const measured: Record<string, bigint> = {
      'Deploy the factory, once per chain': deployment.gasUsed,
      'First sweep of a forwarder (it is deployed on the way)': first,
      'Later sweep of it': later,
      'First sweep of 10 forwarders in one transaction': firstTen,
      'Later sweep of the 10': laterTen,
      'First sweep, a token like USDT': firstTether,
      'Later sweep, a token like USDT': laterTether,
      'First sweep of the coin of the chain': firstCoin,
      'Later sweep of the coin': laterCoin,
      'Later sweep of the coin, by the forwarder itself': directCoin,
    };
    const written = await figuresOf('../../../docs/receiving.md');
    expect([...written.keys()]).toEqual(Object.keys(measured));
    const wrong = Object.entries(measured).filter(
      ([what, gas]) => Math.abs(Number(gas) / written.get(what)! - 1) > 0.02,
    );
    expect(wrong).toEqual([]);
  });
});

/** The rows of the table of gas figures: what, and how much. */
async function figuresOf(file: string): Promise<Map<string, number>> {
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  const table = text.slice(text.indexOf('## Gas'));
  const rows = table.matchAll(/^\| ([^|]+?) +\| +([\d,]+) +\|/gm);
  return new Map([...rows].map(([, what, gas]) => [what!, Number(gas!.replaceAll(',', ''))]));
}
