import { expect, test } from 'vitest';
import { isPaidInto, isStanding } from '../../../../shared/payment/is-paid-into.ts';

const seen = { payment: { state: 'seen' }, verification: null } as const;
const reversed = { ...seen, payment: { state: 'reversed' } } as const;
const denied = { ...seen, verification: { status: 'mismatch' } } as const;

test('a payment stands from when it is seen, until it is reversed or denied', () => {
  expect([seen, reversed, denied].map(isStanding)).toEqual([true, false, false]);
  expect(isStanding({ ...seen, verification: { status: 'verified' } })).toBe(true);
});

test('paid into by what stands and by what was put right; an assignment counts by its payment', () => {
  expect(isPaidInto([], [])).toBe(false);
  expect(isPaidInto([reversed, denied], [{ kind: 'refund', undone: true }])).toBe(false);
  expect(isPaidInto([reversed, seen], [])).toBe(true);
  expect(isPaidInto([], [{ kind: 'paid-outside', undone: false }])).toBe(true);
  expect(isPaidInto([], [{ kind: 'assignment', undone: false }])).toBe(false);
});
