import { expect, test } from 'vitest';
import type { InvoiceView } from '../../../../shared/app-api/invoice-view.ts';
import { isPaidByChain, percentOf } from '../../../../src-renderer/invoice/settlement-bar.tsx';
import { adjustment, payment } from '../../../helpers/scripted-data.ts';
import { scriptedView } from '../../../helpers/scripted-view.ts';

const verified = { status: 'verified', detail: '', checkedAt: null } as const;

test('shares are of the whole, between nothing and all', () => {
  expect(percentOf(1n, 3n)).toBe(33.33);
  expect(percentOf(9n, 3n)).toBe(100);
  expect(percentOf(5n, 0n)).toBe(0);
});

test('finality is told only of money that came by chain', () => {
  const settled = (view: InvoiceView) => view.settlement && isPaidByChain(view.settlement);
  expect(settled(scriptedView([], [adjustment('a', 'paid-outside', '120000')]))).toBe(false);
  expect(settled(scriptedView([payment(60_000n, {}, verified)], [adjustment('a', 'paid-outside', '60000')]))).toBe(
    true,
  );
  expect(settled(scriptedView([payment(60_000n, {}, verified)]))).toBe(false);
});
