import { expect, test } from 'vitest';
import { tidyPhrase } from '../../../../src-renderer/first-run/restore-step.tsx';

test('a pasted phrase loses its numbers, lines and capitals', () => {
  expect(tidyPhrase(' 1. Legal\n2) winner,  thank ')).toBe('legal winner thank');
});
