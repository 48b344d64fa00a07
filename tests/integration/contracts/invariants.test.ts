import fc from 'fast-check';
import { encodeFunctionData, erc20Abi, type Abi, type Address, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvoiceForwarder } from '../../../contracts/artifacts.ts';
import { practiceAccounts } from '../../../practice/chain/practice-accounts.ts';
import type { PracticeClient } from '../../../practice/chain/practice-chain.ts';
import {
  BlockListToken,
  FalseReturningToken,
  PracticeTether,
  PracticeToken,
  ReentrantToken,
} from '../../../practice/contracts/artifacts.ts';
import { forwarderAddress, type ForwarderSalt } from '../../../shared/payment/forwarder-address.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { encodeSweep, type SweepItem } from '../../../shared/payment/sweep-calldata.ts';
import { hasAnvil, openForwarderWorld, type ForwarderWorld } from './forwarder-world.ts';

const tokenAbi = PracticeToken.abi as Abi;
const thief = practiceAccounts.others[5]!;
/** Who must never hold anything: whoever calls, the contracts themselves, and the zero address. */
const bystanders: readonly Address[] = [
  thief.address,
  forwarderContracts.factory,
  forwarderContracts.implementation,
  `0x${'0'.repeat(40)}`,
];

/** One forwarder of the run, by its place among the owners and salts. */
interface Place {
  readonly owner: number;
  readonly salt: number;
}
/** Something that somebody does; `token` 5 is the coin of the chain. */
type Step =
  | { readonly kind: 'pay'; readonly place: Place; readonly token: number; readonly amount: bigint }
  | { readonly kind: 'sweep'; readonly items: readonly (Place & { token: number })[]; readonly gasPerItem: bigint }
  | { readonly kind: 'sweepOne'; readonly place: Place; readonly token: number }
  | { readonly kind: 'refuse'; readonly token: 'paused' | 'false'; readonly on: boolean }
  | { readonly kind: 'enterAgain'; readonly place: Place; readonly token: number }
  | { readonly kind: 'steal'; readonly place: Place; readonly token: number; readonly call: number }
  | { readonly kind: 'nonsense'; readonly place: Place; readonly data: Hex; readonly value: bigint };

const place = fc.record({ owner: fc.nat(1), salt: fc.nat(1) });
const token = fc.nat(5);
const data = fc.uint8Array({ maxLength: 80 }).map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pay' as const), place, token, amount: fc.bigInt(1n, 10n ** 12n) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sweep' as const),
      items: fc.array(fc.record({ owner: fc.nat(1), salt: fc.nat(1), token }), { maxLength: 6 }),
      gasPerItem: fc.constantFrom(0n, 20_000n, 60_000n, 200_000n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweepOne' as const), place, token }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      token: fc.constantFrom('paused' as const, 'false' as const),
      on: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('enterAgain' as const), place, token }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('steal' as const), place, token, call: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('nonsense' as const), place, data, value: fc.bigInt(0n, 9n) }),
  },
);

describe.runIf(hasAnvil)('forwarders', () => {
  let world: ForwarderWorld;
  beforeAll(async () => {
    world = await openForwarderWorld();
  });
  afterAll(() => world?.stop());

  test('pay nobody but their owner, whoever calls what in whatever order; and pay all in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
        const run = await beginRun(world);
        for (const each of steps) {
          await run.take(each);
          await run.check();
        }
        await run.finish();
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});

/** A run: two owners with two forwarders each, five tokens and the coin, and what was paid to whom. */
async function beginRun(world: ForwarderWorld) {
  const tokens: readonly Address[] = [
    await world.deploy(PracticeToken, ['Practice', 'T', 6]),
    await world.deploy(PracticeTether),
    await world.deploy(BlockListToken),
    await world.deploy(FalseReturningToken),
    await world.deploy(ReentrantToken),
  ];
  const owners = [0, 1].map(() => privateKeyToAccount(generatePrivateKey()).address);
  const salts: readonly ForwarderSalt[] = [generatePrivateKey(), generatePrivateKey()];
  const every = owners.flatMap((_, owner) => salts.map((__, salt): Place => ({ owner, salt })));
  const addressOf = ({ owner, salt }: Place) => forwarderAddress(owners[owner]!, salts[salt]!);
  const itemOf = (each: Place, at: number): SweepItem => ({
    owner: owners[each.owner]!,
    salt: salts[each.salt]!,
    token: tokens[at] ?? null,
  });
  const paidTo = owners.map(() => Array<bigint>(6).fill(0n));
  const held = owners.map(() => Array<bigint>(6).fill(0n));
  const bystandersCoin = await Promise.all(bystanders.map((address) => world.client.getBalance({ address })));

  const forwarderCall = (at: number) =>
    encodeFunctionData({
      abi: InvoiceForwarder.abi,
      functionName: 'sweep',
      args: [tokens[at] ?? `0x${'0'.repeat(40)}`],
    });

  const take = async (step: Step): Promise<void> => {
    switch (step.kind) {
      case 'pay': {
        const to = addressOf(step.place);
        const contract = tokens[step.token];
        if (contract) await world.write(contract, tokenAbi, 'mint', [to, step.amount]);
        else expect((await world.send({ to, value: step.amount })).status).toBe('success');
        paidTo[step.place.owner]![step.token]! += step.amount;
        return;
      }
      case 'sweep': {
        const items = step.items.map((each) => itemOf(each, each.token));
        const swept = await world.sweep(items, { from: thief, gasPerItem: step.gasPerItem });
        const named = swept.map(({ forwarder }) => forwarder);
        // A token that enters the factory again adds what came of that, before the item's own event.
        if (step.items.every((each) => each.token !== 4)) expect(named).toEqual(step.items.map(addressOf));
        else expect(named).toEqual(expect.arrayContaining(step.items.map(addressOf)));
        return;
      }
      case 'sweepOne':
        await world.send({ from: thief, to: addressOf(step.place), data: forwarderCall(step.token) });
        return;
      case 'refuse':
        await (step.token === 'paused'
          ? world.write(tokens[2]!, BlockListToken.abi, 'setPaused', [step.on])
          : world.write(tokens[3]!, FalseReturningToken.abi, 'setRefuses', [step.on]));
        return;
      case 'enterAgain': {
        const again = encodeSweep([itemOf(step.place, step.token)], 60_000n);
        await world.write(tokens[4]!, ReentrantToken.abi, 'setCall', [forwarderContracts.factory, again]);
        return;
      }
      case 'steal':
        await world.send({ from: thief, ...theft(step, addressOf(step.place), tokens[step.token] ?? tokens[0]!) });
        return;
      case 'nonsense': {
        const to = addressOf(step.place);
        const { status } = await world.send({ from: thief, to, data: step.data, value: step.value });
        if (status === 'success') paidTo[step.place.owner]![5]! += step.value;
      }
    }
  };

  const check = async (): Promise<void> => {
    const forwarders = owners.map((_, owner) => salts.map((__, salt) => addressOf({ owner, salt })));
    const balances = await readBalances(world.client, tokens, [...owners, ...forwarders.flat(), ...bystanders]);
    for (const [owner, address] of owners.entries()) {
      for (const at of [0, 1, 2, 3, 4, 5]) {
        const here = balances(address, at);
        const waiting = forwarders[owner]!.map((forwarder) => balances(forwarder, at));
        // What was paid to an owner's forwarders is in them or in the wallet, and never comes back out of the wallet.
        expect(waiting.reduce((sum, each) => sum + each, here)).toBe(paidTo[owner]![at]);
        expect(here).toBeGreaterThanOrEqual(held[owner]![at]!);
        held[owner]![at] = here;
      }
    }
    for (const [which, address] of bystanders.entries()) {
      expect(tokens.map((_, at) => balances(address, at))).toEqual([0n, 0n, 0n, 0n, 0n]);
      // The contracts hold no coin, and the thief only ever pays for gas; the zero address gets the fees of this chain.
      if (which < 3) expect(balances(address, 5)).toBeLessThanOrEqual(bystandersCoin[which]!);
    }
  };

  const finish = async (): Promise<void> => {
    await take({ kind: 'refuse', token: 'paused', on: false });
    await take({ kind: 'refuse', token: 'false', on: false });
    await world.write(tokens[4]!, ReentrantToken.abi, 'setCall', [`0x${'0'.repeat(40)}`, '0x']);
    await world.sweep(
      every.flatMap((each) => [0, 1, 2, 3, 4, 5].map((at) => itemOf(each, at))),
      { gas: 12_000_000n },
    );
    await check();
    expect(held).toEqual(paidTo);
  };
  return { take, check, finish };
}

/** Reads every balance of every holder, in one call for the tokens; a token past the last one is the coin. */
async function readBalances(client: PracticeClient, tokens: readonly Address[], holders: readonly Address[]) {
  const contracts = holders.flatMap((holder) =>
    tokens.map((address) => ({ address, abi: erc20Abi, functionName: 'balanceOf' as const, args: [holder] as const })),
  );
  const [units, coins] = await Promise.all([
    client.multicall({ contracts, allowFailure: false, deployless: true, batchSize: 0 }),
    Promise.all(holders.map((address) => client.getBalance({ address }))),
  ]);
  return (holder: Address, at: number): bigint => {
    const which = holders.indexOf(holder);
    return at < tokens.length ? units[which * tokens.length + at]! : coins[which]!;
  };
}

/** Ways to take money from somebody else's forwarder. */
function theft({ call }: { readonly call: number }, forwarder: Address, contract: Address) {
  const encode = (functionName: 'approve' | 'transfer' | 'transferFrom', args: readonly unknown[]) =>
    encodeFunctionData({ abi: tokenAbi, functionName, args });
  switch (call) {
    case 0:
      return { to: contract, data: encode('transferFrom', [forwarder, thief.address, 1n]) };
    case 1:
      return { to: forwarder, data: encode('approve', [thief.address, 1n]) };
    case 2:
      return { to: forwarder, data: encode('transfer', [thief.address, 1n]) };
    case 3: {
      // The thief's own address behind the calldata, as immutable arguments of older proxies were read from there.
      const sweep = encodeFunctionData({ abi: InvoiceForwarder.abi, functionName: 'sweep', args: [contract] });
      return { to: forwarder, data: `${sweep}${thief.address.slice(2)}` as Hex };
    }
    default: {
      const sweep = encodeFunctionData({ abi: InvoiceForwarder.abi, functionName: 'sweep', args: [contract] });
      return { to: forwarderContracts.implementation, data: sweep };
    }
  }
}
