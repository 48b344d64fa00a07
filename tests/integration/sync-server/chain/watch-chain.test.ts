import { describe, expect, test } from 'vitest';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { lookAlikeTokenAddress } from '../../../../practice/chain/practice-tokens.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { fetchCalldata } from '../../../../sync-server/chain/fetch-calldata.ts';
import { followChain, type Follower } from './follow-chain.ts';
import { hasAnvil, startPracticeWorld, tokenAddresses, type PracticeWorld } from './practice-world.ts';
import { startFaultProxy, type SeenRequest } from './rpc-fault-proxy.ts';

const quick = { tokens: tokenAddresses, pollMilliseconds: 20, finalityMilliseconds: 50 } as const;
const poolOf = (...urls: string[]) =>
  createEndpointPool({ chainId: 31337, endpoints: urls.map((url) => ({ url })), maxBackoffMilliseconds: 300 });
const follow = (world: PracticeWorld, more: object = {}, before?: Follower) =>
  followChain(
    {
      ...quick,
      pool: poolOf(world.chain.rpcUrl),
      startAfter: before?.blocks.at(-1) ?? world.start,
      recentBlocks: before?.blocks ?? [world.start],
      ...more,
    },
    before,
  );
const head = (world: PracticeWorld) => world.client.getBlockNumber({ cacheTime: 0 });
const reached = (number: bigint) => (follower: Follower) => (follower.blocks.at(-1)?.number ?? 0n) >= number;
const told = (txHash: string) => (follower: Follower) =>
  [...follower.transfers.values()].some((transfer) => transfer.txHash === txHash);

describe('at the head', () => {
  test('tells a payment as a log with all that identifies it', async () => {
    const world = await startPracticeWorld();
    const follower = follow(world);
    const to = world.chain.accounts.others[0]!.address;
    const token = tokenAddresses[1]!;
    const paid = await payInvoice({ rpcUrl: world.chain.rpcUrl, token, to, amount: 1_234_567n, tag: '0xc0ffee' });
    await follower.until(told(paid.txHash));
    const block = await world.client.getBlock({ blockHash: paid.blockHash! });
    expect([...follower.transfers.values()].at(-1)).toEqual({
      chainId: 31337,
      blockNumber: paid.blockNumber,
      blockHash: paid.blockHash,
      blockTime: Number(block.timestamp),
      txHash: paid.txHash,
      logIndex: paid.logIndex,
      token: token.toLowerCase(),
      from: world.chain.accounts.payer.address.toLowerCase(),
      to: to.toLowerCase(),
      units: 1_234_567n,
    });
    const calldata = await fetchCalldata(poolOf(world.chain.rpcUrl), paid.txHash);
    expect(calldata).toMatchObject({ ok: true, value: expect.stringMatching(/c0ffee$/) });
    expect(await fetchCalldata(poolOf(world.chain.rpcUrl), `0x${'1'.repeat(64)}`)).toEqual({ ok: true, value: null });
  });

  test('tells two transfers of one transaction apart, and nothing of a token that only calls itself USDC', async () => {
    const world = await startPracticeWorld();
    const follower = follow(world);
    const fraud = await world.pay(10n ** 12n, lookAlikeTokenAddress);
    const txHash = await world.payTwice(5n, 7n);
    await follower.until(told(txHash));
    const both = [...follower.transfers.values()].filter((transfer) => transfer.txHash === txHash);
    expect(both.map(({ units }) => units)).toEqual([5n, 7n]);
    expect(new Set(both.map(({ logIndex }) => logIndex)).size).toBe(2);
    expect(told(fraud)(follower)).toBe(false);
  });

  test('tells every block of a burst, each linked to the one before', async () => {
    const world = await startPracticeWorld();
    const follower = follow(world);
    await world.mine(20);
    await follower.until(reached(world.start.number + 20n));
    const expected = Array.from({ length: 20 }, (_, index) => world.start.number + BigInt(index + 1));
    expect(follower.blocks.slice(1).map(({ number }) => number)).toEqual(expected);
  });

  test('tells what is safe and finalized', async () => {
    const world = await startPracticeWorld();
    const follower = follow(world);
    await world.mine(20);
    await follower.until(({ events }) => events.some(({ type }) => type === 'finalized'));
    const safe = await world.client.getBlock({ blockTag: 'safe' });
    await follower.until(({ events }) => events.some((event) => event.type === 'safe' && event.hash === safe.hash));
  });

  test('a block costs two requests beside the poll that finds it, however many transfers it holds', async () => {
    const world = await startPracticeWorld();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    for (let index = 0; index < 12; index += 1) await world.payTwice(1n, 2n);
    const blocks = Number((await head(world)) - world.start.number);
    const pool = poolOf(proxy.url);
    const follower = follow(world, { pool, finalityMilliseconds: 0 });
    await follower.until(reached(await head(world)));
    await follower.stop();
    const perBlock = proxy.seen.filter((request) => !isPoll(request) && request.method !== 'eth_chainId');
    expect(perBlock.length).toBeLessThanOrEqual(2 * blocks);
    expect(pool.calls()).toBe(proxy.seen.length);
  });

  test('without a place to start from, it starts with the head', async () => {
    const world = await startPracticeWorld();
    await world.mine(3);
    const txHash = await world.pay(8n);
    const number = await head(world);
    const follower = follow(world, { startAfter: null });
    await follower.until(told(txHash));
    expect(follower.events.find(({ type }) => type === 'block')).toMatchObject({ number });
  });

  test('leaves out the transfers that the caller does not want', async () => {
    const world = await startPracticeWorld();
    const follower = follow(world, { keep: ({ units }: { units: bigint }) => units > 5n });
    await world.pay(5n);
    const txHash = await world.pay(6n);
    await follower.until(told(txHash));
    expect(follower.transfers.size).toBe(1);
  });
});

describe.runIf(hasAnvil)('when the chain reorganises', () => {
  test.each([1, 2, 7])('%i blocks deep, the payments in them are reversed', async (depth) => {
    const world = await startPracticeWorld();
    const follower = follow(world);
    await world.mine(3);
    const kept = await world.pay(1n);
    const lost = await world.pay(2n);
    await world.mine(depth - 1);
    await follower.until(reached(await head(world)));
    await world.reorganise(depth);
    await follower.until(({ events }) => events.some(({ type }) => type === 'reorg'));
    const again = await world.pay(3n);
    await follower.until(told(again));
    expect([told(kept)(follower), told(lost)(follower)]).toEqual([true, false]);
    const reorg = follower.events.find((event) => event.type === 'reorg');
    expect(reorg?.type === 'reorg' && reorg.orphaned).toHaveLength(depth);
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
  });

  test('to a shorter chain, it waits for the new chain to show itself', async () => {
    const world = await startPracticeWorld();
    const follower = follow(world);
    const id = await world.client.snapshot();
    const lost = await world.pay(2n);
    await world.mine(5);
    await follower.until(reached(await head(world)));
    await world.client.revert({ id });
    const again = await world.pay(9n);
    await follower.until(told(again));
    expect(told(lost)(follower)).toBe(false);
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
  });

  test('while nobody watched, the blocks told before are held against the chain', async () => {
    const world = await startPracticeWorld();
    const first = follow(world);
    await world.mine(4);
    const lost = await world.pay(2n);
    await first.until(told(lost));
    await first.stop();
    await world.reorganise(3);
    await world.mine(10);
    const late = await world.pay(4n);

    const second = follow(world, {}, first);
    await second.until(told(late));
    expect(told(lost)(second)).toBe(false);
    expect([...second.transfers.keys()]).toEqual(await world.truth());
    expect(second.events.filter(({ type }) => type === 'reorg')).toHaveLength(1);
  });

  test('deeper than anything known, it says so and tells nothing', async () => {
    const world = await startPracticeWorld();
    await world.mine(5);
    const startAfter = { number: world.start.number, hash: `0x${'ab'.repeat(32)}` } as const;
    const follower = follow(world, { startAfter, recentBlocks: [] });
    await follower.until(({ events }) => events.length > 0);
    expect(follower.events[0]).toMatchObject({ type: 'trouble', problem: { code: 'chain.reorg-too-deep' } });
    await world.mine(1);
    expect(follower.events.filter(({ type }) => type !== 'trouble')).toEqual([]);
  });
});

describe('catching up', () => {
  test('reads pages, halved until the endpoint takes them, without a hole', async () => {
    const world = await startPracticeWorld();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    const widest: bigint[] = [];
    proxy.fault = ({ method, params }) => {
      const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string };
      if (method !== 'eth_getLogs' || fromBlock === undefined || toBlock === undefined) return undefined;
      const span = BigInt(toBlock) - BigInt(fromBlock) + 1n;
      if (span > 24n) return { error: { code: -32005, message: 'query returned more than 10000 results' } };
      widest.push(span);
      return undefined;
    };
    for (let index = 0; index < 12; index += 1) {
      await world.pay(BigInt(index + 1));
      await world.mine(24);
    }
    const last = await world.pay(99n);
    const follower = follow(world, { pool: poolOf(proxy.url), linkDepth: 16 });
    await follower.until(told(last));
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
    expect(follower.transfers.size).toBe(13);
    expect(widest.some((span) => span > 12n)).toBe(true);
    const pages = follower.events.filter((event) => event.type === 'block').map(({ more }) => more);
    expect(pages).toContain(true);
    expect(pages.at(-1)).toBeUndefined();
    const blocks = Number((await head(world)) - world.start.number);
    expect(proxy.seen.filter((request) => !isPoll(request)).length).toBeLessThan(blocks);
  });

  test.runIf(hasAnvil)('finds a reorganisation on the way', async () => {
    const world = await startPracticeWorld();
    const first = follow(world);
    await world.mine(4);
    const lost = await world.pay(2n);
    await first.until(told(lost));
    await first.stop();
    await world.reorganise(2);
    await world.mine(200);
    const late = await world.pay(4n);
    const second = follow(world, { linkDepth: 16 }, first);
    await second.until(told(late));
    expect(told(lost)(second)).toBe(false);
    expect([...second.transfers.keys()]).toEqual(await world.truth());
  });
});

function isPoll({ method, params }: SeenRequest): boolean {
  return method === 'eth_getBlockByNumber' && params[0] === 'latest';
}
