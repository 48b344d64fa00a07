import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinOut } from '../../../../sync-server/chain/thin-out.ts';

const heights = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ number: BigInt(to - index) }));
const numbers = (blocks: readonly { number: bigint }[]): number[] => blocks.map(({ number }) => Number(number));

test('the first of each stretch of heights is kept, and what was given first', () => {
  expect(numbers(thinOut(heights(0, 2_000), 256, null))).toEqual([2_000, 1_792, 1_536, 1_280, 1_024, 768, 512, 256, 0]);
  expect(thinOut([], 256, null)).toEqual([]);
});

test('nothing below the newest block that is final', () => {
  expect(numbers(thinOut(heights(0, 2_000), 256, 1_300n))).toEqual([2_000, 1_792, 1_536, 1_280]);
  expect(numbers(thinOut(heights(0, 2_000), 256, 2_000n))).toEqual([2_000]);
});

test('as the chain grows, what was kept stays until it is final or too old, and the final block stays within reach', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 200 });
  const property = fc.property(fc.integer({ min: 2, max: 20 }), steps, fc.nat(400), (size, gaps, lag) => {
    let kept: { number: bigint }[] = [];
    let height = 0n;
    for (const gap of gaps) {
      height += BigInt(gap);
      const finalized = height > BigInt(lag) ? height - BigInt(lag) : null;
      const all = [{ number: height }, ...kept];
      const next = thinOut(all, size, finalized);
      expect(next.length).toBeLessThanOrEqual(size + 1);
      const couldReach = all.find(({ number }) => finalized !== null && number <= finalized);
      if (couldReach && next.length <= size) expect(next.at(-1)!.number).toBeLessThanOrEqual(finalized!);
      for (const block of kept.slice(1)) {
        const isTooOld = next.length > size;
        const isFinal = finalized !== null && next.some(({ number }) => number <= finalized && number > block.number);
        if (!isTooOld && !isFinal) expect(next).toContain(block);
      }
      kept = next;
    }
  });
  fc.assert(property);
});
