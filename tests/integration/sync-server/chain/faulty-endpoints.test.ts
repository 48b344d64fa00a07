import { describe, expect, test } from 'vitest';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { followChain, type Follower } from './follow-chain.ts';
import { hasAnvil, startPracticeWorld, tokenAddresses, type PracticeWorld } from './practice-world.ts';
import { startFaultProxy, type Fault, type FaultProxy, type SeenRequest } from './rpc-fault-proxy.ts';

function follow(world: PracticeWorld, urls: readonly string[], timeoutMilliseconds = 5_000): Follower {
  const endpoints = urls.map((url) => ({ url }));
  const pool = createEndpointPool({ chainId: 31337, endpoints, timeoutMilliseconds, maxBackoffMilliseconds: 60 });
  return followChain({
    pool,
    tokens: tokenAddresses,
    startAfter: world.start,
    recentBlocks: [],
    pollMilliseconds: 10,
    stallMilliseconds: 100,
    linkDepth: 8,
  });
}

const told = (txHash: string) => (follower: Follower) =>
  [...follower.transfers.values()].some((transfer) => transfer.txHash === txHash);
const troubles = (follower: Follower) =>
  follower.events.flatMap((event) => (event.type === 'trouble' ? [event.problem.code] : []));
const isLogsByHash = ({ method, params }: SeenRequest) =>
  method === 'eth_getLogs' && Object.hasOwn((params[0] ?? {}) as object, 'blockHash');
const isBlockByNumber = ({ method, params }: SeenRequest) =>
  method === 'eth_getBlockByNumber' && String(params[0]).startsWith('0x');

/** Each of these lasts for the whole test; the other endpoint, where there is one, is in order. */
const lastingFaults: Record<string, (request: SeenRequest) => Fault | undefined> = {
  'refuses connections': () => ({ hangUp: true }),
  'answers HTTP 503': () => ({ status: 503, body: 'busy' }),
  'answers with a page instead of JSON': () => ({ status: 200, body: '<html>welcome</html>' }),
  'asks for fewer requests': () => ({ status: 429, headers: { 'retry-after': '1' }, body: 'slow down' }),
  'says its key is wrong': () => ({ status: 401, body: 'no' }),
  'never answers': () => ({ silent: true }),
  'serves another chain': ({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : undefined),
  'has the head but not its blocks': (request) => (isBlockByNumber(request) ? { result: null } : undefined),
  'lists logs of another block': (request) =>
    isLogsByHash(request)
      ? { change: (logs) => (logs as object[]).map((log) => ({ ...log, blockHash: `0x${'77'.repeat(32)}` })) }
      : undefined,
};

describe('with one endpoint that fails and one that works', () => {
  test.each(Object.entries(lastingFaults))('the first %s', async (_, fault) => {
    const world = await startPracticeWorld();
    const bad = await startFaultProxy(world.chain.rpcUrl);
    let faults = 0;
    bad.fault = (request) => {
      const chosen = fault(request);
      if (chosen) faults += 1;
      return chosen;
    };
    const follower = follow(world, [bad.url, world.chain.rpcUrl], 1_500);
    await world.pay(1n);
    await world.mine(4);
    await world.payTwice(2n, 3n);
    const last = await world.pay(4n);
    await follower.until(told(last));
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
    expect(faults).toBeGreaterThan(0);
  });

  test('the first lists no logs of old blocks: the other is asked for a second opinion', async () => {
    const world = await startPracticeWorld();
    const bad = await startFaultProxy(world.chain.rpcUrl);
    bad.fault = ({ method, params }) =>
      method === 'eth_getLogs' && Object.hasOwn(params[0] as object, 'fromBlock') ? { result: [] } : undefined;
    await world.mine(3);
    await world.pay(4n);
    await world.mine(20);
    const last = await world.pay(5n);
    const follower = follow(world, [bad.url, world.chain.rpcUrl]);
    await follower.until(told(last));
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
    expect(troubles(follower)).toContain('rpc.bad-answer');
  });

  test('the first stays behind: the other is asked and preferred', async () => {
    const world = await startPracticeWorld();
    const bad = await startFaultProxy(world.chain.rpcUrl);
    let old: unknown;
    bad.fault = ({ params }) => (params[0] === 'latest' ? { change: (now) => (old ??= now) } : undefined);
    const follower = follow(world, [bad.url, world.chain.rpcUrl]);
    await follower.until(({ events }) => events.length > 0);
    const last = await world.pay(4n);
    await follower.until(told(last));
    await follower.until((state) => troubles(state).includes('rpc.behind'));
  });
});

describe('with a single endpoint', () => {
  test('that lists no logs for a block which its header says has some, the receipts decide', async () => {
    const world = await startPracticeWorld();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    proxy.fault = (request) => (isLogsByHash(request) ? { result: [] } : undefined);
    const follower = follow(world, [proxy.url]);
    const txHash = await world.pay(4n);
    await follower.until(told(txHash));
    expect(proxy.seen.some(({ method }) => method === 'eth_getBlockReceipts')).toBe(true);
  });

  test('that leaves logs out of a range at its end, nothing of the page is told until it is whole', async () => {
    const world = await startPracticeWorld();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    let lies = 3;
    proxy.fault = ({ method, params }) =>
      method === 'eth_getLogs' && Object.hasOwn(params[0] as object, 'fromBlock') && lies-- > 0
        ? { result: [] }
        : undefined;
    await world.pay(4n);
    await world.mine(1);
    await world.pay(5n);
    await world.mine(8);
    const head = world.start.number + 11n;
    const follower = follow(world, [proxy.url]);
    await follower.until(({ blocks }) => blocks.at(-1)?.number === head);
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
    expect(troubles(follower)).toContain('rpc.bad-answer');
  });

  test('that goes away and comes back, the watch goes on where it was', async () => {
    const world = await startPracticeWorld();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    const follower = follow(world, [proxy.url]);
    await follower.until(({ events }) => events.length > 0);
    proxy.fault = () => ({ hangUp: true });
    await world.pay(4n);
    await world.mine(30);
    const last = await world.pay(5n);
    await follower.until((state) => troubles(state).includes('rpc.unreachable'));
    proxy.fault = () => undefined;
    await follower.until(told(last));
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
  });

  test('that is of another chain, nothing is told but the trouble, and its address keeps its key to itself', async () => {
    const world = await startPracticeWorld();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    proxy.fault = () => ({ result: '0x1' });
    const follower = follow(world, [`${proxy.url}/v2/secret-key`]);
    await follower.until(({ events }) => events.length > 0);
    expect(follower.events).toMatchObject([
      { type: 'trouble', endpoint: proxy.url, problem: { code: 'rpc.wrong-chain', retryable: false } },
    ]);
    expect(JSON.stringify(follower.events)).not.toContain('secret-key');
  });
});

describe.runIf(hasAnvil)('under random faults of two endpoints, payments and reorganisations', () => {
  test.each([1, 2, 3])('the end is what the chain says (seed %i)', { timeout: 50_000 }, async (seed) => {
    const random = seeded(seed);
    const world = await startPracticeWorld();
    const proxies = [await startFaultProxy(world.chain.rpcUrl), await startFaultProxy(world.chain.rpcUrl)];
    let faults = 0;
    const fault = randomFault(random);
    for (const proxy of proxies) {
      proxy.fault = (request) => {
        const chosen = fault(request);
        if (chosen) faults += 1;
        return chosen;
      };
    }
    const urls = proxies.map(({ url }) => url);
    const follower = follow(world, urls, 200);
    await world.mine(6);
    for (let step = 0; step < 25; step += 1) {
      const dice = random();
      if (dice < 0.45) await world.pay(BigInt(step + 1), tokenAddresses[step % 4]!);
      else if (dice < 0.6) await world.payTwice(BigInt(step + 1), 1n);
      else if (dice < 0.7) await world.mine(20);
      else if (dice < 0.85) await world.mine(1);
      else await world.reorganise(1 + Math.floor(random() * 5));
    }
    const last = await world.pay(1_000n);
    await follower.until(told(last));
    expect([...follower.transfers.keys()]).toEqual(await world.truth());
    expect(faults).toBeGreaterThan(0);
  });
});

function randomFault(random: () => number): FaultProxy['fault'] {
  const kinds: ((request: SeenRequest) => Fault | undefined)[] = [
    ...Object.entries(lastingFaults)
      .filter(([name]) => !/another chain|key is wrong|fewer requests|never/.test(name))
      .map(([, fault]) => fault),
    () => ({ silent: true }),
    () => ({ status: 429 }),
    () => ({ error: { code: -32000, message: 'header not found' } }),
    () => ({ error: { code: -32005, message: 'query returned more than 10000 results' } }),
    ({ method }) => (method === 'eth_getLogs' ? { result: [] } : undefined),
    ({ method }) => (method === 'eth_getBlockByNumber' ? { result: null } : undefined),
  ];
  return (request) => {
    if (random() > 0.2) return undefined;
    const kind = kinds[Math.floor(random() * kinds.length)];
    return request.method === 'eth_getBlockReceipts' ? undefined : kind?.(request);
  };
}

/** mulberry32: the same seed gives the same faults. */
function seeded(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
