import { expect, test } from 'vitest';
import { backoffWait } from '../../../shared/backoff-wait.ts';

test('the wait doubles up to its most, and is half of that or more', () => {
  const at = (attempt: number, chance: number) =>
    backoffWait(attempt, { first: 400, most: 3_000, random: () => chance });
  expect([0, 1, 2, 3, 4, 2_000].map((attempt) => at(attempt, 0))).toEqual([200, 400, 800, 1_500, 1_500, 1_500]);
  expect([0, 1, 2, 3, 4, 2_000].map((attempt) => at(attempt, 1))).toEqual([400, 800, 1_600, 3_000, 3_000, 3_000]);
});
