import { expect, test } from 'vitest';
import type { ChainClock } from '../../../../sync-server/chain/chain-clock.ts';
import type { EndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { watchChain } from '../../../../sync-server/chain/watch-chain.ts';

const begun = 1_750_000_000_000;
const hashOf = (number: number) => `0x${String(number).padStart(64, '0')}` as const;

/** A node whose chain has a block every `blockMilliseconds` of the clock, without transfers; it counts what it is asked. */
function steadyNode(chainId: number, blockMilliseconds: number, clock: ChainClock) {
  const calls = { all: 0 };
  const headerAt = (number: number) => ({
    number: `0x${number.toString(16)}`,
    hash: hashOf(number),
    parentHash: hashOf(number - 1),
    timestamp: '0x1',
    logsBloom: `0x${'0'.repeat(512)}`,
  });
  const pool: EndpointPool = {
    chainId,
    endpoints: ['node'],
    async request(method, [which]) {
      calls.all += 1;
      const head = Math.floor((clock.now() - begun) / blockMilliseconds) + 100;
      if (method === 'eth_getLogs') return { ok: true, value: { value: [], endpoint: 'node' } };
      const number = which === 'latest' ? head : String(which).startsWith('0x') ? Number(which) : head - 50;
      return { ok: true, value: { value: headerAt(number), endpoint: 'node' } };
    },
    demote: () => undefined,
    takeTroubles: () => [],
    status: () => [],
    calls: () => calls.all,
  };
  return pool;
}

test.each([
  { name: 'Base', chainId: 8453, blockMilliseconds: 2_000 },
  { name: 'Ethereum', chainId: 1, blockMilliseconds: 12_000 },
])('$name: a block costs at most three requests in all, and is seen soon', async ({ chainId, blockMilliseconds }) => {
  let now = begun + 700;
  const stopping = new AbortController();
  const clock: ChainClock = {
    now: () => now,
    sleep: async (milliseconds) => void (now += milliseconds),
  };
  const pool = steadyNode(chainId, blockMilliseconds, clock);
  const delays: number[] = [];
  for await (const event of watchChain({ pool, tokens: [], startAfter: null, signal: stopping.signal, clock })) {
    if (event.type !== 'block') continue;
    delays.push(now - begun - (Number(event.number) - 100) * blockMilliseconds);
    if (delays.length === 400) stopping.abort();
  }
  expect(pool.calls() / delays.length).toBeLessThan(3);
  expect(Math.max(...delays.slice(1))).toBeLessThanOrEqual(blockMilliseconds / 4);
});
