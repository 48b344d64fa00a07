import { expect, test } from 'vitest';
import { describeAdjustment } from '../../../../src-renderer/invoice/describe-adjustment.ts';
import { adjustment } from '../../../helpers/scripted-data.ts';

test('an assignment of nothing is a payment taken off', () => {
  expect(describeAdjustment(adjustment('a', 'assignment', '0'), '$0.00').title).toBe('Payment taken off');
  expect(describeAdjustment(adjustment('a', 'assignment', '5'), '$0.05').title).toBe('$0.05 assigned by you');
});
