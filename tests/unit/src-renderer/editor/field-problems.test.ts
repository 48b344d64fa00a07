import { expect, test } from 'vitest';
import { shownProblems } from '../../../../src-renderer/editor/field-problems.ts';

test('a problem shows once its field was left, and all once issuing was tried', () => {
  const problem = (path: (string | number)[]) => ({ code: 'x', message: path.join(), retryable: false, path });
  const problems = [problem(['buyer', 'email']), problem(['lines', 0, 'unitPrice'])];
  expect([...shownProblems(problems, new Set(['buyer.email']), false).keys()]).toEqual(['buyer.email']);
  expect(shownProblems(problems, new Set(), true).size).toBe(2);
});
