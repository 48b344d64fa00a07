import { encodeDeployData, encodeFunctionData, getContractAddress, keccak256, toHex, type Abi, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AuthorizationToken,
  BlockListToken,
  FeeToken,
  RebasingToken,
  SmartWallet,
} from '../../../../practice/contracts/artifacts.ts';
import { permitFields, transferWithAuthorizationFields } from '../../../helpers/typed-transfers.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import { beginCase, eurc, openSharedWorld, taggedTransfer, usdc, type SharedWorld } from './shared-world.ts';

/** A contract as its artifact has it. */
interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

describe.runIf(hasAnvil)('tokens and wallets that behave in their own way, on both databases', () => {
  let world: SharedWorld;
  beforeAll(async () => {
    world = await openSharedWorld();
  });
  afterAll(() => world?.stop());

  const payer = () => world.chain.accounts.payer;
  const send = async (to: Hex, data: Hex) => {
    const hash = await world.client.sendTransaction({ account: payer(), to, data });
    return world.client.waitForTransactionReceipt({ hash });
  };

  async function deploy(artifact: Artifact, args: readonly unknown[] = []): Promise<Hex> {
    const from = payer();
    const nonce = await world.client.getTransactionCount({ address: from.address });
    const data = encodeDeployData({ ...artifact, args } as Parameters<typeof encodeDeployData>[0]);
    const hash = await world.client.sendTransaction({ account: from, data });
    await world.client.waitForTransactionReceipt({ hash });
    return getContractAddress({ from: from.address, nonce: BigInt(nonce) });
  }

  /** Lets the practice EURC be another contract from now on: the relay has checked it and goes on watching it. */
  async function become(artifact: Artifact, args: readonly unknown[] = []): Promise<void> {
    const code = await world.client.getCode({ address: await deploy(artifact, args) });
    await world.client.setCode({ address: eurc, bytecode: code! });
  }

  const call = (artifact: Artifact, functionName: string, args: readonly unknown[]) =>
    encodeFunctionData({ abi: artifact.abi, functionName, args } as Parameters<typeof encodeFunctionData>[0]);

  test('a token that keeps a fee: what arrived is credited, by the tag, and the rest is asked for', async () => {
    await become(FeeToken, [20n]);
    const shop = await beginCase(world);
    const link = await shop.publish({ tokens: [eurc] });
    await shop.pay(1_000_000n, { token: eurc, tag: link.tag });
    for (const { payments } of await shop.until((seen) => seen.payments.length === 1))
      expect(payments[0]).toMatchObject({ linkId: link.id, payment: { rule: 'tag', units: '998000' } });
    // By its amount alone it cannot be told: the inbox has it.
    await shop.pay(2_123n, { token: eurc });
    for (const seen of await shop.until(({ unmatched }) => unmatched.length === 1))
      expect(seen.unmatched[0]).toMatchObject({ reason: 'no-rule', transfer: { units: '2119' } });
  });

  test('a token that is paused, or blocks the address: nothing moves and nothing is told, until it does', async () => {
    await become(BlockListToken);
    const shop = await beginCase(world);
    await shop.publish({ tokens: [eurc] });
    const pay = () => shop.pay(1_000_123n, { token: eurc });
    await send(eurc, call(BlockListToken, 'setPaused', [true]));
    await expect(pay()).rejects.toThrow();
    await send(eurc, call(BlockListToken, 'setPaused', [false]));
    await send(eurc, call(BlockListToken, 'setBlocked', [shop.to, true]));
    await expect(pay()).rejects.toThrow();
    await send(eurc, call(BlockListToken, 'setBlocked', [shop.to, false]));
    await pay();
    for (const seen of await shop.until(({ payments }) => payments.length > 0)) {
      expect(seen.payments).toHaveLength(1);
      expect(seen.unmatched).toEqual([]);
    }
  });

  test('a balance that changes by itself changes no payment: the log is what counts', async () => {
    await become(RebasingToken);
    const shop = await beginCase(world);
    const link = await shop.publish({ tokens: [eurc] });
    await send(eurc, call(RebasingToken, 'setIndex', [1_000_000n]));
    await send(eurc, call(RebasingToken, 'mint', [payer().address, 10_000_000n]));
    await shop.pay(1_000_123n, { token: eurc });
    await shop.until(({ payments }) => payments.length === 1);
    await send(eurc, call(RebasingToken, 'setIndex', [500_000n]));
    await world.mine(4);
    for (const state of await shop.untilPage(link, ({ payments }) => payments[0]?.state === 'confirmed'))
      expect(state.payments).toMatchObject([{ units: '1000123' }]);
  });

  test('signed by the payer and sent by somebody else: EIP-3009 and a permit', async () => {
    await become(AuthorizationToken);
    // OpenZeppelin keeps the name of its token elsewhere; only balances matter here.
    const shop = await beginCase(world);
    const link = await shop.publish({ tokens: [eurc] });
    const signer = world.chain.accounts.others[2]!;
    await send(eurc, call(AuthorizationToken, 'mint', [signer.address, 10_000_000n]));
    const domain = {
      name: 'Practice Authorization Token',
      version: '1',
      chainId: 31337,
      verifyingContract: eurc,
    } as const;
    const message = {
      from: signer.address,
      to: shop.to,
      value: 1_000_123n,
      validAfter: 0n,
      validBefore: 10n ** 12n,
      nonce: keccak256(toHex(shop.to)),
    };
    const authorization = await signer.signTypedData({
      domain,
      primaryType: 'TransferWithAuthorization',
      types: { TransferWithAuthorization: transferWithAuthorizationFields },
      message,
    });
    const { r, s, v } = splitSignature(authorization);
    const words = [message.from, message.to, message.value, message.validAfter, message.validBefore, message.nonce];
    await send(eurc, call(AuthorizationToken, 'transferWithAuthorization', [...words, v, r, s]));
    const permitted = {
      owner: signer.address,
      spender: payer().address,
      value: 5_000_000n,
      nonce: 0n,
      deadline: 10n ** 12n,
    };
    const permit = splitSignature(
      await signer.signTypedData({
        domain,
        primaryType: 'Permit',
        types: { Permit: permitFields },
        message: permitted,
      }),
    );
    const { owner, spender, value, deadline } = permitted;
    await send(
      eurc,
      call(AuthorizationToken, 'permit', [owner, spender, value, deadline, permit.v, permit.r, permit.s]),
    );
    await send(eurc, call(AuthorizationToken, 'transferFrom', [owner, shop.to, 1_000_123n]));
    for (const seen of await shop.until(({ payments }) => payments.length === 2))
      expect(seen.payments.map(({ linkId, payment }) => [linkId, payment.rule, payment.from])).toEqual(
        Array.from({ length: 2 }, () => [link.id, 'tagged-amount', signer.address]),
      );
  });

  test('through a smart-contract wallet: the wrapped call’s tag counts, and each call of a batch is its own payment', async () => {
    const wallet = await deploy(SmartWallet, [payer().address]);
    const shop = await beginCase(world);
    const [first, second] = [await shop.publish(), await shop.publish({ exact: 3_000_000n })];
    await shop.pay(20_000_000n, { to: wallet });
    await send(wallet, call(SmartWallet, 'execute', [usdc, 0n, taggedTransfer(shop.to, 400_000n, first.tag)]));
    const calls = [
      { target: usdc, value: 0n, data: taggedTransfer(shop.to, 600_000n, first.tag) },
      { target: usdc, value: 0n, data: taggedTransfer(shop.to, 600_000n, second.tag) },
      { target: usdc, value: 0n, data: taggedTransfer(shop.to, 2_400_000n, second.tag) },
      { target: usdc, value: 0n, data: taggedTransfer(shop.to, 77n, 'ab'.repeat(16)) },
    ];
    await send(wallet, call(SmartWallet, 'executeBatch', [calls]));
    for (const seen of await shop.until(({ payments, unmatched }) => payments.length + unmatched.length === 5)) {
      const credited = seen.payments.map(({ linkId, payment }) => [linkId, payment.units]);
      expect(credited).toEqual([
        [first.id, '400000'],
        [second.id, '2400000'],
      ]);
      // Two calls of one amount to one address: their tags name two invoices, and no log says which call it is of.
      expect(seen.unmatched.map(({ reason, transfer }) => [reason, transfer.units])).toEqual([
        ['ambiguous', '600000'],
        ['ambiguous', '600000'],
        ['no-rule', '77'],
      ]);
    }
  });
});

function splitSignature(signature: Hex): { r: Hex; s: Hex; v: number } {
  const digits = signature.slice(2);
  return { r: `0x${digits.slice(0, 64)}`, s: `0x${digits.slice(64, 128)}`, v: Number.parseInt(digits.slice(128), 16) };
}
