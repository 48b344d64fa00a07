import { numberToHex, pad, type Hex } from 'viem';
import { expect, onTestFinished, test } from 'vitest';
import { transferTopic } from '../../../../shared/payment/decode-transfer.ts';
import type { readStatus } from '../../../../sync-server/http/read-status.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import { startFaultProxy, type FaultProxy, type SeenRequest } from '../chain/rpc-fault-proxy.ts';
import { beginCase, openSharedWorld, randomAddress, usdc, type Seen, type SharedWorld } from './shared-world.ts';

type Status = Awaited<ReturnType<typeof readStatus>>;
type ChainStatus = Status['chains'][number];

/** A chain seen through two endpoints, by relays that want both to show 1,000 tokens and more; ends with the test. */
async function openTwoEndpoints() {
  const proxies: FaultProxy[] = [];
  const world = await openSharedWorld({
    rpcUrls: async ({ chain }) => {
      for (let count = 0; count < 2; count += 1) proxies.push(await startFaultProxy(chain.rpcUrl));
      return proxies.map(({ url }) => url).join();
    },
  });
  onTestFinished(() => world.stop());
  return { world, proxies: proxies as [FaultProxy, FaultProxy] };
}

/** Waits until `/status` of every relay says so of the practice chain. */
async function untilStatus(world: SharedWorld, says: Partial<Record<keyof ChainStatus, unknown>>): Promise<void> {
  for (const { relay } of world.relays)
    await expect
      .poll(async () => ((await (await fetch(`${relay.origin}/status`)).json()) as Status).chains[0], {
        timeout: 30_000,
      })
      .toMatchObject(says);
}

const hasState = (count: number, state: string) => (seen: Seen) =>
  seen.payments.filter(({ payment }) => payment.state === state).length === count;
const logsOf = ({ method, params }: SeenRequest) =>
  method === 'eth_getLogs' ? (params[0] as { blockHash?: Hex; fromBlock?: Hex; toBlock?: Hex }) : undefined;

test.runIf(hasAnvil)(
  'a large payment counts only when two endpoints show it: not while one is away, nor when one invented it',
  async () => {
    const { world, proxies } = await openTwoEndpoints();
    const [first, second] = proxies;
    const shop = await beginCase(world);
    const link = await shop.publish({ exact: 5_000_000_000n, tagged: 5_000_000_123n });
    second.fault = () => ({ hangUp: true });
    await shop.pay(5_000_000_123n);
    await shop.pay(1_000_000n, { tag: link.tag });
    await world.mine(5);
    // The small one does not wait for the large one.
    for (const { payments } of await shop.until(hasState(1, 'confirmed')))
      expect(payments.map(({ payment }) => [payment.units, payment.confirmations])).toEqual([
        ['5000000123', 2],
        ['1000000', 3],
      ]);
    await untilStatus(world, { agreement: { waiting: 1, disagreed: 0 } });
    second.fault = () => undefined;
    await shop.until(hasState(2, 'confirmed'));

    const own = randomAddress();
    await shop.publish({ address: own, ownAddress: true, exact: 3_000_000_000n });
    await untilStatus(world, { agreement: { waiting: 0, disagreed: 0 }, pendingScans: 0 });
    first.fault = (request) => (logsOf(request) ? { change: (logs) => besideNine(logs, own) } : undefined);
    await world.pay(9n);
    await world.mine(5);
    await untilStatus(world, { agreement: { waiting: 0, disagreed: 1 } });
    for (const { payments } of await shop.until(({ payments: all }) => all[2]?.payment.confirmations === 2))
      expect(payments[2]?.payment).toMatchObject({ units: '3000000000', state: 'confirming' });
  },
);

test.runIf(hasAnvil)(
  'endpoints that prune, throttle and find a range too large leave no hole, and /status says how each fares',
  async () => {
    const { world, proxies } = await openTwoEndpoints();
    const [first, second] = proxies;
    first.fault = (request) =>
      logsOf(request)?.fromBlock === undefined
        ? undefined
        : { error: { code: 4444, message: 'pruned history unavailable' } };
    let tooLarge = 0;
    second.fault = (request) => {
      const { fromBlock, toBlock } = logsOf(request) ?? {};
      if (fromBlock === undefined || toBlock === undefined || BigInt(toBlock) - BigInt(fromBlock) < 16n)
        return undefined;
      tooLarge += 1;
      return { error: { code: -32005, message: 'query returned more than 10000 results' } };
    };
    const shop = await beginCase(world);
    await shop.pay(1_000_123n);
    await world.mine(60);
    const link = await shop.publish();
    // Found by a scan of the past, which one of the two keeps, in small pages.
    for (const { payments } of await shop.until(({ payments: all }) => all.length === 1))
      expect(payments[0]?.linkId).toBe(link.id);
    expect(tooLarge).toBeGreaterThan(0);
    await untilStatus(world, {
      pendingScans: 0,
      endpoints: [
        { endpoint: first.url, healthy: true, keepsHistory: false },
        { endpoint: second.url, healthy: true, keepsHistory: true },
      ].toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
    });

    first.fault = () => ({ status: 429, headers: { 'retry-after': '60' }, body: 'slow down' });
    await shop.pay(2n, { tag: link.tag });
    await shop.until(({ payments }) => payments.length === 2);
    await untilStatus(world, {
      status: 'following',
      endpoints: expect.arrayContaining([
        expect.objectContaining({ endpoint: first.url, healthy: false, problem: 'rpc.rate-limited' }),
        expect.objectContaining({ endpoint: second.url, healthy: true, failuresInARow: 0 }),
      ]),
    });
  },
);

/** To the logs of a block in which 9 units moved, adds a transfer that never was. */
function besideNine(logs: unknown, to: Hex): unknown {
  const all = logs as { data: Hex }[];
  const real = all.find(({ data }) => BigInt(data) === 9n);
  if (real === undefined) return logs;
  const invented = {
    ...real,
    address: usdc,
    topics: [transferTopic, pad('0xa11ce'), pad(to)],
    data: numberToHex(3_000_000_000n, { size: 32 }),
    transactionHash: `0x${'ab'.repeat(32)}`,
    logIndex: '0x63',
  };
  return [...all, invented];
}
