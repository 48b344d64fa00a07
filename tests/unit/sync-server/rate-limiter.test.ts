import { expect, test } from 'vitest';
import { createRateLimiter } from '../../../sync-server/http/rate-limiter.ts';

test('a burst up to the limit passes, then calls pass as the bucket refills, each key by itself', () => {
  let now = 0;
  const limiter = createRateLimiter(60, () => now);
  expect(Array.from({ length: 60 }, () => limiter.take('a')).every((wait) => wait === 0)).toBe(true);
  expect(limiter.take('a')).toBe(1);
  expect(limiter.take('b')).toBe(0);
  now = 1_000;
  expect(limiter.take('a')).toBe(0);
  expect(limiter.take('a')).toBeGreaterThan(0);
});
