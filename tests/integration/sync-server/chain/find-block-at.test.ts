import { expect, test } from 'vitest';
import { createChainReader } from '../../../../sync-server/chain/chain-reader.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { findBlockAt } from '../../../../sync-server/chain/find-block-at.ts';
import { unwrap } from '../../../../shared/result.ts';
import { hasAnvil, startPracticeWorld } from './practice-world.ts';

test.runIf(hasAnvil)('finds the block of a time in few looks, however irregular the blocks are', async () => {
  const { chain, client } = await startPracticeWorld();
  for (const [blocks, interval] of [
    [300, 2],
    [40, 900],
    [600, 12],
    [3, 40_000],
    [150, 1],
  ] as const)
    await client.mine({ blocks, interval });
  const pool = createEndpointPool({ chainId: chain.chainId, endpoints: [{ url: chain.rpcUrl }] });
  const reader = createChainReader(pool, []);
  const head = unwrap(await reader.header('latest'));
  const timeOf = async (number: bigint) => (await client.getBlock({ blockNumber: number })).timestamp;
  const begin = Number(await timeOf(1n));
  for (let part = 0; part <= 12; part += 1) {
    const time = begin + Math.floor(((head!.timestamp - begin) * part) / 12);
    const before = pool.calls();
    const found = unwrap(await findBlockAt(reader, head!, time, 12));
    expect(pool.calls() - before).toBeLessThanOrEqual(30);
    const at = Number(await timeOf(found));
    expect(at).toBeLessThanOrEqual(time);
    // No more than five minutes early, unless the next block is too late.
    if (time - at > 300) expect(Number(await timeOf(found + 1n))).toBeGreaterThan(time);
  }
  expect(unwrap(await findBlockAt(reader, head!, begin - 1_000_000, 12))).toBe(0n);
  expect(unwrap(await findBlockAt(reader, head!, head!.timestamp + 1, 12))).toBe(head!.number);
});
