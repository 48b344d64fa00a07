import { encodeFunctionData, parseSignature, zeroAddress, type Abi, type Address, type Signature } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvoiceForwarder } from '../../../contracts/artifacts.ts';
import { practiceAccounts } from '../../../practice/chain/practice-accounts.ts';
import {
  AuthorizationToken,
  BatchPayer,
  BlockListToken,
  CoinRefuser,
  FalseReturningToken,
  FeeToken,
  HostileToken,
  PracticeTether,
  PracticeToken,
  RebasingToken,
  ReentrantToken,
  SmartWallet,
} from '../../../practice/contracts/artifacts.ts';
import { forwarderAddress, type ForwarderSalt } from '../../../shared/payment/forwarder-address.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { encodeSweep } from '../../../shared/payment/sweep-calldata.ts';
import { permitFields, transferWithAuthorizationFields } from '../../helpers/typed-transfers.ts';
import { hasAnvil, openForwarderWorld, type Artifact, type ForwarderWorld } from './forwarder-world.ts';

const stranger = practiceAccounts.others[3]!;
const balanceOfAbi = PracticeToken.abi as Abi;

/** A forwarder that nobody has used: a new owner, so that balances begin at nothing. */
interface FreshForwarder {
  readonly owner: Address;
  readonly salt: ForwarderSalt;
  readonly address: Address;
}

function freshForwarder(owner: Address = privateKeyToAccount(generatePrivateKey()).address): FreshForwarder {
  const salt = generatePrivateKey();
  return { owner, salt, address: forwarderAddress(owner, salt) };
}

describe.runIf(hasAnvil)('a sweep', () => {
  let world: ForwarderWorld;
  let usdc: Address;
  beforeAll(async () => {
    world = await openForwarderWorld();
    usdc = await world.deploy(PracticeToken, ['Practice USDC', 'USDC', 6]);
  });
  afterAll(() => world?.stop());

  const balance = (token: Address, of: Address) => world.read(token, balanceOfAbi, 'balanceOf', [of]);
  const mint = (token: Address, to: Address, value: bigint) => world.write(token, balanceOfAbi, 'mint', [to, value]);

  /** Pays a fresh forwarder in a fresh token of this kind. */
  async function paid(artifact: Artifact, args: readonly unknown[] = [], value = 1_000_000n) {
    const token = await world.deploy(artifact, args);
    const forwarder = freshForwarder();
    await mint(token, forwarder.address, value);
    return { token, ...forwarder, item: { owner: forwarder.owner, salt: forwarder.salt, token } };
  }

  test.each<[string, Artifact, readonly unknown[]]>([
    ['that returns true', PracticeToken, ['Practice', 'T', 18]],
    ['that returns nothing', PracticeTether, []],
    ['that can return false', FalseReturningToken, []],
    ['that rebases', RebasingToken, []],
  ])('by anybody empties a forwarder of a token %s to its owner, first and again', async (_, artifact, args) => {
    const { token, owner, address, item } = await paid(artifact, args);
    expect(await world.sweep([item], { from: stranger })).toEqual([
      { forwarder: address, owner, token, amount: 1_000_000n },
    ]);
    await mint(token, address, 7n);
    expect(await world.sweep([item])).toMatchObject([{ amount: 7n }]);
    expect(await balance(token, owner)).toBe(1_000_007n);
    expect(await balance(token, address)).toBe(0n);
  });

  test('takes no notice of how the money came: by signatures, several calls of a contract, or an allowance', async () => {
    const { owner, salt, address } = freshForwarder();
    const signer = practiceAccounts.others[2]!;
    const token = await world.deploy(AuthorizationToken);
    const { abi } = AuthorizationToken;
    await world.write(token, abi, 'mint', [signer.address, 100n]);
    const domain = { name: 'Practice Authorization Token', version: '1', chainId: 31337, verifyingContract: token };
    const far = 10n ** 12n;
    // EIP-3009
    const transfer = { from: signer.address, to: address, value: 5n, validAfter: 0n, validBefore: far, nonce: salt };
    const authorization = parseSignature(
      await signer.signTypedData({
        domain,
        primaryType: 'TransferWithAuthorization',
        types: { TransferWithAuthorization: transferWithAuthorizationFields },
        message: transfer,
      }),
    );
    const { from, to, value, validAfter, validBefore, nonce } = transfer;
    const words = [from, to, value, validAfter, validBefore, nonce];
    await world.write(token, abi, 'transferWithAuthorization', [...words, ...signatureWords(authorization)]);
    // EIP-2612
    const spender = practiceAccounts.payer.address;
    const permit = { owner: signer.address, spender, value: 7n, nonce: 0n, deadline: far };
    const permission = parseSignature(
      await signer.signTypedData({ domain, primaryType: 'Permit', types: { Permit: permitFields }, message: permit }),
    );
    await world.write(token, abi, 'permit', [signer.address, spender, 7n, far, ...signatureWords(permission)]);
    await world.write(token, abi, 'transferFrom', [signer.address, address, 7n]);
    const payer = await world.deploy(BatchPayer);
    await mint(token, payer, 20n);
    const payments = [9n, 11n].map((units) => ({ token, to: address, value: units }));
    await world.write(payer, BatchPayer.abi, 'payAll', [payments]);
    expect(await world.sweep([{ owner, salt, token }])).toMatchObject([{ owner, amount: 32n }]);
    expect(await balance(token, owner)).toBe(32n);
  });

  test('of nothing is no failure, and deploys the forwarder all the same', async () => {
    const { owner, salt, address } = freshForwarder();
    expect(await world.sweep([{ owner, salt, token: usdc }])).toEqual([
      { forwarder: address, owner, token: usdc, amount: 0n },
    ]);
    expect(await world.read<Address>(address, InvoiceForwarder.abi, 'owner', [])).toBe(owner);
    expect(await world.sweep([])).toEqual([]);
  });

  test('of a token that keeps a fee says what was sent; the owner gets the rest', async () => {
    const { token, owner, address, item } = await paid(FeeToken, [100n]);
    expect(await world.sweep([item])).toMatchObject([{ amount: 1_000_000n }]);
    expect(await balance(token, owner)).toBe(990_000n);
    expect(await balance(token, address)).toBe(0n);
  });

  test('of a rebasing token sends what there is at that moment', async () => {
    const { token, owner, item } = await paid(RebasingToken);
    await world.write(token, RebasingToken.abi, 'setIndex', [1_500_000n]);
    expect(await world.sweep([item])).toMatchObject([{ amount: 1_500_000n }]);
    expect(await balance(token, owner)).toBe(1_500_000n);
  });

  test('of the coin of the chain, before and after the forwarder is deployed, to a wallet that is a contract too', async () => {
    const wallet = await world.deploy(SmartWallet, [stranger.address]);
    for (const { owner, salt, address } of [freshForwarder(), freshForwarder(wallet)]) {
      const item = { owner, salt, token: null };
      for (const value of [10n ** 15n, 3n]) {
        expect((await world.send({ to: address, value })).status).toBe('success');
        expect(await world.sweep([item], { from: stranger })).toMatchObject([{ token: zeroAddress, amount: value }]);
      }
      expect(await world.client.getBalance({ address: owner })).toBe(10n ** 15n + 3n);
      expect(await world.client.getBalance({ address })).toBe(0n);
    }
  });

  test('of a coin whose owner refuses it fails, and the coin stays', async () => {
    const refuser = await world.deploy(CoinRefuser);
    const { owner, salt, address } = freshForwarder(refuser);
    await world.send({ to: address, value: 5n });
    await mint(usdc, address, 6n);
    const items = [null, usdc].map((token) => ({ owner, salt, token }));
    expect(await world.sweep(items)).toMatchObject([{ amount: null }, { amount: 6n }]);
    expect(await world.client.getBalance({ address })).toBe(5n);
  });

  test.each<[string, (token: Address, forwarder: Address, owner: Address) => readonly [string, readonly unknown[]]]>([
    ['is paused', () => ['setPaused', [true]]],
    ['blocks the forwarder', (_, forwarder) => ['setBlocked', [forwarder, true]]],
    ['blocks the owner', (_, __, owner) => ['setBlocked', [owner, true]]],
  ])('of a token that %s fails alone, and works once that is over', async (_, block) => {
    const { token, owner, address, item } = await paid(BlockListToken);
    const [name, args] = block(token, address, owner);
    await world.write(token, BlockListToken.abi, name, args);
    await mint(usdc, address, 4n);
    const others = [{ ...item, token: usdc }];
    expect(await world.sweep([item, ...others])).toMatchObject([
      { token, amount: null },
      { token: usdc, amount: 4n },
    ]);
    expect(await balance(token, address)).toBe(1_000_000n);
    await world.write(token, BlockListToken.abi, name, [...args.slice(0, -1), false]);
    expect(await world.sweep([item])).toMatchObject([{ amount: 1_000_000n }]);
    expect(await balance(token, owner)).toBe(1_000_000n);
  });

  test('of a token that returns false fails, and never says that it was swept', async () => {
    const { token, owner, address, item } = await paid(FalseReturningToken);
    await world.write(token, FalseReturningToken.abi, 'setRefuses', [true]);
    expect(await world.sweep([item])).toMatchObject([{ amount: null }]);
    expect(await balance(token, address)).toBe(1_000_000n);
    expect(await balance(token, owner)).toBe(0n);
  });

  test('in a batch with every hostile token and an address without code sweeps the good ones on both sides', async () => {
    const { owner, salt, address } = freshForwarder();
    const hostile: Address[] = [];
    for (const behaviour of [0, 1, 2, 3, 4, 5, 6]) hostile.push(await world.deploy(HostileToken, [behaviour]));
    const last = await world.deploy(PracticeTether);
    const nothing = freshForwarder().address;
    await mint(usdc, address, 11n);
    await mint(last, address, 12n);
    const tokens = [usdc, ...hostile, nothing, last];
    const swept = await world.sweep(
      tokens.map((token) => ({ owner, salt, token })),
      { gasPerItem: 100_000n },
    );
    // The first lies: it says true and moves nothing, which no caller can tell from a transfer.
    expect(swept.map(({ amount }) => amount)).toEqual([11n, 1_000_000n, ...Array(7).fill(null), 12n]);
    expect(swept.map(({ token }) => token)).toEqual(tokens);
    expect([await balance(usdc, owner), await balance(last, owner)]).toEqual([11n, 12n]);
  });

  test('that is too short of gas reverts as a whole and names no item failed', async () => {
    const { item, address, token } = await paid(PracticeToken, ['Practice', 'T', 18]);
    const items = Array.from({ length: 4 }, () => item);
    await expect(world.sweep(items, { gas: 320_000n })).rejects.toThrow('the sweep was reverted');
    expect(await balance(token, address)).toBe(1_000_000n);
    expect(await world.client.getCode({ address })).toBeUndefined();
    // What a wallet estimates is enough.
    const data = encodeSweep(items);
    const { factory } = forwarderContracts;
    const gas = await world.client.estimateGas({ account: stranger, to: factory, data });
    expect(await world.sweep(items, { gas })).toMatchObject([{ amount: 1_000_000n }, ...Array(3).fill({ amount: 0n })]);
  });

  test('with too little gas for each transfer moves nothing and harms nothing', async () => {
    const { item, token, owner } = await paid(PracticeToken, ['Practice', 'T', 18]);
    expect(await world.sweep([item], { gasPerItem: 10_000n })).toMatchObject([{ amount: null }]);
    expect(await world.sweep([item])).toMatchObject([{ amount: 1_000_000n }]);
    expect(await balance(token, owner)).toBe(1_000_000n);
    const data = encodeSweep([item], (1n << 64n) - 1n);
    expect((await world.send({ to: forwarderContracts.factory, data })).status).toBe('reverted');
  });

  test('that a token enters again pays the owner once, or fails and leaves the money where it is', async () => {
    const { token, owner, address, item } = await paid(ReentrantToken);
    const same = { ...item };
    const other = freshForwarder(owner);
    await mint(token, other.address, 5n);
    await mint(usdc, address, 9n);
    const { factory } = forwarderContracts;
    const enterWith = (target: Address, data: `0x${string}`) =>
      world.write(token, ReentrantToken.abi, 'setCall', [target, data]);
    // The same forwarder: the money would be gone before its own transfer, so all of this item is undone.
    await enterWith(factory, encodeSweep([same], 60_000n));
    await world.sweep([item], { gasPerItem: 400_000n });
    await enterWith(address, encodeFunctionData({ abi: InvoiceForwarder.abi, functionName: 'sweep', args: [token] }));
    await world.sweep([item], { gasPerItem: 400_000n });
    expect((await balance(token, owner)) + (await balance(token, address))).toBe(1_000_000n);
    // Another token and another forwarder of the owner: swept on the way.
    await enterWith(
      factory,
      encodeSweep(
        [
          { ...item, token: usdc },
          { ...other, token },
        ],
        60_000n,
      ),
    );
    await world.sweep([item], { gasPerItem: 400_000n });
    await enterWith(zeroAddress, '0x');
    await world.sweep([item, { ...other, token }, { ...item, token: usdc }]);
    expect(await balance(token, owner)).toBe(1_000_005n);
    expect(await balance(usdc, owner)).toBe(9n);
  });

  test('of one forwarder by itself reverts where the batch would say that it failed', async () => {
    const { token, owner, address, item } = await paid(BlockListToken);
    await world.sweep([{ ...item, token: usdc }]);
    await world.write(token, BlockListToken.abi, 'setPaused', [true]);
    const data = encodeFunctionData({ abi: InvoiceForwarder.abi, functionName: 'sweep', args: [token] });
    expect((await world.send({ to: address, data, from: stranger })).status).toBe('reverted');
    await world.write(token, BlockListToken.abi, 'setPaused', [false]);
    expect((await world.send({ to: address, data, from: stranger })).status).toBe('success');
    expect(await balance(token, owner)).toBe(1_000_000n);
  });

  test('of the code behind the forwarders is refused: it has no owner, takes no coin and holds nothing', async () => {
    const { implementation } = forwarderContracts;
    const call = (functionName: 'owner' | 'sweep') =>
      encodeFunctionData(
        functionName === 'owner'
          ? { abi: InvoiceForwarder.abi, functionName }
          : { abi: InvoiceForwarder.abi, functionName, args: [usdc] },
      );
    for (const transaction of [{ data: call('owner') }, { data: call('sweep') }, { value: 1n }])
      expect((await world.send({ to: implementation, ...transaction })).status).toBe('reverted');
  });
});

/** A signature as the tokens take it: v, r, s. */
function signatureWords({ r, s, yParity }: Signature) {
  return [27 + (yParity ?? 0), r, s] as const;
}
