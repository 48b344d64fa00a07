import { expect, test } from 'vitest';
import { choosePlaces } from '../../../../src-renderer/first-run/phrase-check.tsx';

test('three different places of the phrase are asked', () => {
  const numbers = [0.5, 0.5, 0.01, 0.99];
  let at = 0;
  expect(choosePlaces(() => numbers[at++] ?? 0)).toEqual([0, 12, 23]);
});
