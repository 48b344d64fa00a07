import { expect, test } from 'vitest';
import { furthestBehind } from '../../../../src-renderer/format/pending-payment.ts';
import { payment } from '../../../helpers/scripted-data.ts';

test('of several payments the one that lacks most is told', () => {
  const checked = { status: 'verified', detail: '', checkedAt: null } as const;
  const at = (confirmations: number) =>
    payment(100n, { state: 'confirming', confirmations, requiredConfirmations: 12 }, checked);
  expect(furthestBehind([at(9), at(2), at(5)])?.confirmations).toBe(2);
  expect(furthestBehind([payment(100n, { state: 'final' }, checked)])).toBeNull();
});
