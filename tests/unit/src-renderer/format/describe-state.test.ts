import { expect, test } from 'vitest';
import { displayStates } from '../../../../shared/invoice/lifecycle.ts';
import { describePending, describeState } from '../../../../src-renderer/format/describe-state.ts';

test('every state has a word of its own', () => {
  expect(new Set(displayStates.map((state) => describeState(state).label)).size).toBe(displayStates.length);
});

test('a payment on its way is seen, then confirming, and never paid', () => {
  expect(describePending(null)).toBeNull();
  expect(describePending({ confirmations: 0, requiredConfirmations: 12 })).toBe('Seen');
  expect(describePending({ confirmations: 3, requiredConfirmations: 12 })).toBe('Confirming 3/12');
  expect(describePending({ confirmations: 15, requiredConfirmations: 12 })).toBe('Confirming 12/12');
});
