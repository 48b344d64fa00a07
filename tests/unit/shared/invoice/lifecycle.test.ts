import { expect, test } from 'vitest';
import {
  canSend,
  displayState,
  lifecycleActions,
  lifecycles,
  transition,
} from '../../../../shared/invoice/lifecycle.ts';

test('every transition there is, and no other', () => {
  const allowed = lifecycles.flatMap((lifecycle) =>
    lifecycleActions.flatMap((action) => {
      const after = transition({ lifecycle, hasPayments: false }, action);
      return after.ok ? [`${lifecycle} ${action} ${after.value}`] : [];
    }),
  );
  expect(allowed).toEqual([
    'draft issue issued',
    'issued void void',
    'issued credit credited',
    'issued write-off uncollectible',
    'void reinstate issued',
    'uncollectible reinstate issued',
  ]);
});

test('what was paid into is credited, not voided', () => {
  const paid = { lifecycle: 'issued', hasPayments: true } as const;
  expect(transition(paid, 'void')).toMatchObject({ problem: { code: 'lifecycle.has-payments', retryable: false } });
  expect(transition(paid, 'credit')).toEqual({ ok: true, value: 'credited' });
});

test('refusals are coded', () => {
  const codes = (['issue', 'void', 'reinstate', 'credit'] as const).map((action) => {
    const refused = transition({ lifecycle: 'credited', hasPayments: false }, action);
    return refused.ok ? 'ok' : refused.problem.code;
  });
  expect(codes).toEqual([
    'lifecycle.not-a-draft',
    'lifecycle.not-issued',
    'lifecycle.not-reinstatable',
    'lifecycle.not-issued',
  ]);
});

test('what was issued, and nothing else, can be sent', () => {
  expect(lifecycles.filter((lifecycle) => canSend({ lifecycle, hasPayments: false }))).toEqual(['issued']);
});

test.each([
  ['draft', 'unpaid', '2026-01-01', 'draft'],
  ['issued', 'unpaid', '2026-11-23', 'open'],
  ['issued', 'unpaid', '2026-11-22', 'overdue'],
  ['issued', 'partial', '2026-11-23', 'partial'],
  ['issued', 'partial', '2026-11-22', 'overdue'],
  ['issued', 'paid', '2026-01-01', 'paid'],
  ['issued', 'overpaid', '2026-01-01', 'overpaid'],
  ['void', 'unpaid', '2026-01-01', 'void'],
  ['credited', 'paid', '2026-01-01', 'credited'],
  ['uncollectible', 'partial', '2026-01-01', 'uncollectible'],
  ['uncollectible', 'paid', '2026-01-01', 'paid'],
] as const)('%s and %s, due %s, is %s', (lifecycle, settlement, dueDate, state) => {
  expect(displayState({ lifecycle, settlement, dueDate, today: '2026-11-23' })).toBe(state);
});
