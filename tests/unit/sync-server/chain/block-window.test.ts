import { expect, test } from 'vitest';
import { createBlockWindow } from '../../../../sync-server/chain/block-window.ts';

const block = (number: number) => ({ number: BigInt(number), hash: `0x${String(number).padStart(64, '0')}` as const });

test('keeps the newest blocks, whatever the order in which they are given', () => {
  const window = createBlockWindow(3, [block(9), block(4), block(7), block(2)]);
  expect(window.newestFirst()).toEqual([block(9), block(7), block(4)]);
  window.add(block(10));
  expect(window.newestFirst()).toEqual([block(10), block(9), block(7)]);
  expect(window.tip()).toEqual(block(10));
  expect(window.hashAt(4n)).toBeUndefined();
});

test('gives back what it cuts, newest first, and goes on from there', () => {
  const window = createBlockWindow(10, [1, 2, 3, 5, 8].map(block));
  expect(window.cutAfter(3n)).toEqual([block(8), block(5)]);
  expect(window.tip()).toEqual(block(3));
  window.add(block(4));
  expect(window.newestFirst()).toEqual([4, 3, 2, 1].map(block));
  expect(window.cutAfter(0n)).toHaveLength(4);
  expect(window.tip()).toBeUndefined();
});
