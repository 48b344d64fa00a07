import { expect, test } from 'vitest';
import { createBlockWindow } from '../../../../sync-server/chain/block-window.ts';

const block = (number: number) => ({ number: BigInt(number), hash: `0x${String(number).padStart(64, '0')}` as const });

test('keeps the newest blocks, whatever the order in which they are given, and one of each stretch before', () => {
  const known = [block(9), block(4), block(7), block(2)];
  const window = createBlockWindow({ size: 3, known, finalized: null });
  expect(window.newestFirst()).toEqual([9, 7, 4, 2].map(block));
  window.add(block(10));
  expect(window.newestFirst()).toEqual([10, 9, 7, 4, 2].map(block));
  expect(window.tip()).toEqual(block(10));
  for (let number = 11; number <= 40; number += 1) window.add(block(number));
  expect(window.newestFirst()).toEqual([40, 39, 38, 36, 33, 30].map(block));
  window.settle(34n);
  expect(window.newestFirst()).toEqual([40, 39, 38, 36, 33].map(block));
  window.settle(38n);
  expect(window.newestFirst()).toEqual([40, 39, 38].map(block));
});

test('gives back what it cuts, newest first, and goes on from there', () => {
  const window = createBlockWindow({ size: 10, known: [1, 2, 3, 5, 8].map(block), finalized: null });
  expect(window.cutAfter(3n)).toEqual([block(8), block(5)]);
  expect(window.tip()).toEqual(block(3));
  window.add(block(4));
  expect(window.newestFirst()).toEqual([4, 3, 2, 1].map(block));
  expect(window.cutAfter(0n)).toHaveLength(4);
  expect(window.tip()).toBeUndefined();
});
