import fc from 'fast-check';
import { concatHex, zeroAddress, type Abi, type Address, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvoiceForwarderFactory } from '../../../contracts/artifacts.ts';
import { deterministicDeploymentProxy } from '../../../contracts/deterministic-deployment-proxy.ts';
import { practiceAccounts } from '../../../practice/chain/practice-accounts.ts';
import { LookAlikeToken, PracticeToken } from '../../../practice/contracts/artifacts.ts';
import { forwarderAddress, type ForwarderSalt } from '../../../shared/payment/forwarder-address.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { verifyForwarderFactory } from '../../../src-main/engine/receiving/verify-forwarder-factory.ts';
import { hasAnvil, openBlankWorld, openForwarderWorld, type ForwarderWorld } from './forwarder-world.ts';

const { factory, implementation, deploymentProxy, deploymentCalldata } = forwarderContracts;
const owner: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';
const stranger = practiceAccounts.others[4]!;
const salt: ForwarderSalt = `0x${'5a'.repeat(32)}`;
const tokenAbi = PracticeToken.abi as Abi;

const bytes = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((array): Hex => `0x${Buffer.from(array).toString('hex')}`);
const someOwner = bytes(20).filter((address) => address !== zeroAddress);

describe.runIf(hasAnvil)('where forwarders are', () => {
  let world: ForwarderWorld;
  beforeAll(async () => {
    world = await openForwarderWorld();
  });
  afterAll(() => world?.stop());

  const onChain = (of: Address, with_: ForwarderSalt) =>
    world.read<Address>(factory, InvoiceForwarderFactory.abi, 'forwarderOf', [of, with_]);

  test('the chain computes the same address as the app does offline, and deploys there', async () => {
    await fc.assert(
      fc.asyncProperty(someOwner, bytes(32), async (of, with_) => {
        expect(await onChain(of, with_)).toBe(forwarderAddress(of, with_));
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(someOwner, bytes(32), async (of, with_) => {
        const address = forwarderAddress(of, with_);
        expect(await world.sweep([{ owner: of, salt: with_, token: null }])).toMatchObject([{ forwarder: address }]);
        // The proxy's 45 bytes, then the owner.
        expect((await world.client.getCode({ address }))?.slice(2 + 90)).toBe(of.slice(2));
      }),
      { numRuns: 25 },
    );
  });

  test('another owner, another salt: another address', () => {
    fc.assert(
      fc.property(
        someOwner,
        bytes(32),
        fc.nat(19),
        fc.nat(31),
        fc.integer({ min: 1, max: 255 }),
        (of, with_, i, j, x) => {
          const all = [forwarderAddress(of, with_), forwarderAddress(of, flip(with_, j, x))];
          const other = flip(of, i, x);
          if (other !== zeroAddress) all.push(forwarderAddress(other, with_));
          expect(new Set(all).size).toBe(all.length);
        },
      ),
    );
  });

  test('a stranger who deploys or sweeps first changes nothing', async () => {
    const token = await world.deploy(PracticeToken, ['Practice', 'T', 6]);
    const item = { owner, salt, token };
    const address = forwarderAddress(owner, salt);
    // With the same salt for himself he gets another address.
    await world.sweep([{ ...item, owner: stranger.address }], { from: stranger });
    expect(await world.client.getCode({ address })).toBeUndefined();
    await world.sweep([item], { from: stranger });
    await world.write(token, tokenAbi, 'mint', [address, 9n]);
    expect(await world.sweep([item], { from: stranger })).toMatchObject([{ owner, amount: 9n }]);
    expect(await world.sweep([item])).toMatchObject([{ owner, amount: 0n }]);
    expect(await world.read(token, tokenAbi, 'balanceOf', [owner])).toBe(9n);
  });

  test('the factory cannot be deployed again, and other code under the same salt goes elsewhere', async () => {
    const before = await world.client.getCode({ address: factory });
    const again = await world.send({ to: deploymentProxy, data: deploymentCalldata, from: stranger });
    expect(again.status).toBe('reverted');
    const other = concatHex([deploymentCalldata.slice(0, 66) as Hex, LookAlikeToken.bytecode]);
    expect((await world.send({ to: deploymentProxy, data: other, from: stranger })).status).toBe('success');
    expect(await world.client.getCode({ address: factory })).toBe(before);
  });
});

describe.runIf(hasAnvil)('on two chains that have nothing of ours yet', () => {
  let worlds: readonly ForwarderWorld[];
  beforeAll(async () => {
    worlds = await Promise.all([openBlankWorld(8453), openBlankWorld(137)]);
  });
  afterAll(() => Promise.all((worlds ?? []).map((world) => world.stop())));

  async function putContracts({ send, client }: ForwarderWorld): Promise<void> {
    const { signer, cost, transaction } = deterministicDeploymentProxy;
    await send({ to: signer, value: cost, from: stranger });
    const hash = await client.sendRawTransaction({ serializedTransaction: transaction });
    expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success');
    const { status } = await send({ to: deploymentProxy, data: deploymentCalldata, from: stranger });
    expect(status).toBe('success');
  }

  test('money sent to the same address on either is the owner’s once the contracts are deployed there', async () => {
    const address = forwarderAddress(owner, salt);
    for (const world of worlds) {
      const readCode = async (at: Address) => (await world.client.getCode({ address: at })) ?? '0x';
      const token = await world.deploy(PracticeToken, ['Practice', 'T', 6]);
      await world.write(token, tokenAbi, 'mint', [address, 1_000n]);
      await world.send({ to: address, value: 4n });
      expect(await verifyForwarderFactory(readCode)).toMatchObject({ problem: { code: 'forwarder.not-deployed' } });

      await putContracts(world);
      expect(await verifyForwarderFactory(readCode)).toEqual({ ok: true, value: true });
      expect(await world.read<Address>(factory, InvoiceForwarderFactory.abi, 'implementation', [])).toBe(
        implementation,
      );
      const coinBefore = await world.client.getBalance({ address: owner });
      const items = [token, null].map((each) => ({ owner, salt, token: each }));
      expect(await world.sweep(items, { from: stranger })).toMatchObject([
        { forwarder: address, owner, amount: 1_000n },
        { forwarder: address, owner, amount: 4n },
      ]);
      expect(await world.read(token, tokenAbi, 'balanceOf', [owner])).toBe(1_000n);
      expect(await world.client.getBalance({ address: owner })).toBe(coinBefore + 4n);
    }
  });

  test('where other code lies at either address, the engine does not offer forwarders', async () => {
    const [world] = worlds;
    const client = world!.client;
    const readCode = async (at: Address) => (await client.getCode({ address: at })) ?? '0x';
    for (const address of [factory, implementation] as const) {
      const bytecode = await client.getCode({ address });
      const patched = flip(bytecode!, 40, 1);
      await client.setCode({ address, bytecode: patched });
      expect(await verifyForwarderFactory(readCode)).toMatchObject({ problem: { code: 'forwarder.other-code' } });
      await client.setCode({ address, bytecode: bytecode! });
    }
    expect(await verifyForwarderFactory(readCode)).toEqual({ ok: true, value: true });
  });
});

/** Changes one byte of a hex value. */
function flip(hex: Hex, at: number, by: number): Hex {
  const array = Buffer.from(hex.slice(2), 'hex');
  array[at] = array[at]! ^ by;
  return `0x${array.toString('hex')}`;
}
