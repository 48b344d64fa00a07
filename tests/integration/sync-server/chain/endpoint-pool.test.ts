import { expect, test } from 'vitest';
import type { ChainClock } from '../../../../sync-server/chain/chain-clock.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { startFaultProxy, type Fault } from './rpc-fault-proxy.ts';

/** A clock that stands still until it is moved. */
function handClock(): ChainClock & { move(milliseconds: number): void } {
  let now = 1_000_000;
  return { now: () => now, sleep: () => Promise.resolve(), move: (milliseconds) => void (now += milliseconds) };
}

/** An endpoint that needs no node: every answer is made by the proxy. */
async function startEndpoint(answer: () => Fault) {
  const proxy = await startFaultProxy('http://127.0.0.1:9');
  proxy.fault = ({ method }) => (method === 'eth_chainId' ? { result: '0x7a69' } : answer());
  return proxy;
}

test('a failing endpoint rests twice as long each time, with jitter, and is then asked again', async () => {
  const clock = handClock();
  let answer: Fault = { status: 502 };
  const proxy = await startEndpoint(() => answer);
  const pool = createEndpointPool({ chainId: 31337, endpoints: [proxy], clock, random: () => 1 });
  for (const rest of [250, 500, 1000, 2000]) {
    const failed = await pool.request('eth_blockNumber', []);
    expect(failed).toMatchObject({ ok: false, problem: { code: 'rpc.none-available', retryAfterMilliseconds: rest } });
    const asked = proxy.seen.length;
    clock.move(rest - 1);
    await pool.request('eth_blockNumber', []);
    expect(proxy.seen.length).toBe(asked);
    clock.move(1);
  }
  answer = { result: '0x5' };
  expect(await pool.request('eth_blockNumber', [])).toMatchObject({ ok: true, value: { value: '0x5' } });
  expect(pool.status()).toMatchObject([{ healthy: true, failuresInARow: 0, problem: null }]);
  expect(pool.takeTroubles()).toHaveLength(1);
});

test('an endpoint that asks for fewer requests is left alone as long as it says', async () => {
  const clock = handClock();
  const proxy = await startEndpoint(() => ({ status: 429, headers: { 'retry-after': '7' } }));
  const pool = createEndpointPool({ chainId: 31337, endpoints: [proxy], clock });
  expect(await pool.request('eth_blockNumber', [])).toMatchObject({ problem: { retryAfterMilliseconds: 7_000 } });
  expect(pool.takeTroubles()).toMatchObject([{ problem: { code: 'rpc.rate-limited' } }]);
});

test('stays with the endpoint that works', async () => {
  let first: Fault = { status: 502 };
  const clock = handClock();
  const one = await startEndpoint(() => first);
  const two = await startEndpoint(() => ({ result: '0x2' }));
  const pool = createEndpointPool({ chainId: 31337, endpoints: [one, two], clock });
  await pool.request('eth_blockNumber', []);
  first = { result: '0x1' };
  clock.move(60_000);
  expect(await pool.request('eth_blockNumber', [])).toMatchObject({ value: { value: '0x2', endpoint: two.url } });
  expect(await pool.request('eth_blockNumber', [], { avoid: two.url })).toMatchObject({ value: { value: '0x1' } });
});

test('a question that is too large is not asked elsewhere, and nobody rests for it', async () => {
  const one = await startEndpoint(() => ({ error: { code: -32602, message: 'exceeds max block range of 500' } }));
  const two = await startEndpoint(() => ({ result: [] }));
  const pool = createEndpointPool({ chainId: 31337, endpoints: [one, two] });
  expect(await pool.request('eth_getLogs', [])).toMatchObject({ problem: { code: 'rpc.range-too-large' } });
  expect(two.seen).toEqual([]);
  expect(pool.status()).toMatchObject([{ healthy: true }, { healthy: true }]);
});
