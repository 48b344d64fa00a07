import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBlockWindow } from '../../../../sync-server/chain/block-window.ts';
import { findFork } from '../../../../sync-server/chain/find-fork.ts';
import type { WatchState } from '../../../../sync-server/chain/watch-state.ts';
import { hashIn, headerIn, memoryReader, type MemoryChain } from './memory-chain.ts';

const length = 2_000;
const told: MemoryChain = Array.from({ length }, () => 'a');

/** A window that holds these heights of what was told, and a node whose chain parts from it after `fork`. */
function sceneOf(heights: readonly number[], fork: number) {
  const chain = told.map((name, number) => (number > fork ? 'b' : name));
  const reader = memoryReader({ stale: told, node: chain });
  const window = createBlockWindow({
    size: 256,
    known: heights.map((number) => ({ number: BigInt(number), hash: hashIn(told, number) })),
    finalized: null,
  });
  return { reader, chain, window, state: { reader, window } as unknown as WatchState };
}

test('the newest block that both chains have is found, wherever the fork is and whatever is remembered', async () => {
  const scene = fc.record({
    heights: fc.uniqueArray(fc.integer({ min: 1, max: length - 2 }), { minLength: 1, maxLength: 200 }),
    fork: fc.integer({ min: 0, max: length - 3 }),
    at: fc.integer({ min: 0, max: length - 1 }),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ heights, fork, at }) => {
      const evidence = Math.max(at, fork + 1);
      const { state, chain, window } = sceneOf(heights, fork);
      const found = await findFork(state, headerIn(chain, evidence, 'node'));
      const right = window.newestFirst().find(({ number }) => number <= BigInt(fork));
      if (right === undefined) expect(found).toMatchObject({ ok: false, problem: { code: 'chain.reorg-too-deep' } });
      else expect(found).toEqual({ ok: true, value: right });
    }),
  );
});

test('a fork among 500 remembered blocks costs some twenty requests, one at the newest block one', async () => {
  const heights = Array.from({ length: 500 }, (_, index) => 1_000 + index);
  const deep = sceneOf(heights, 1_100);
  await findFork(deep.state, headerIn(deep.chain, 1_500, 'node'));
  expect(deep.reader.asked.length).toBeLessThan(22);
  const shallow = sceneOf(heights, 1_498);
  await findFork(shallow.state, headerIn(shallow.chain, 1_500, 'node'));
  expect(shallow.reader.asked).toEqual(['node 1498']);
});
