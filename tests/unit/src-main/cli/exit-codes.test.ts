import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../../src-main/cli/exit-codes.ts';

test.each([
  ['amount.negative', 1],
  ['relay.refused', 1],
  ['cli.usage', 2],
  ['invoice.unknown', 3],
  ['credit-note.unknown', 3],
  ['adjustment.unknown', 3],
  ['receipt.not-paid', 1],
  ['data.in-use', 4],
  ['storage.newer-version', 4],
  ['relay.unreachable', 5],
  ['relay.none', 5],
  ['workspace.no-series', 5],
  ['cli.timeout', 6],
  ['workspace.absent', 7],
  ['workspace.secret-missing', 7],
  ['secret.cannot-write', 4],
  ['secret.lost-key', 7],
  ['workspace.exists', 1],
  ['engine.bug', 70],
  ['cli.interrupted', 130],
])('%s ends with %i', (code, exitCode) => {
  expect(exitCodeOf({ code, message: '', retryable: false })).toBe(exitCode);
});
