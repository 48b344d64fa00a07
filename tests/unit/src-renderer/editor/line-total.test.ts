import { expect, test } from 'vitest';
import { lineTotal } from '../../../../src-renderer/editor/line-total.ts';
import { line } from '../../../helpers/scripted-data.ts';

test('a line that does not read comes to nothing known', () => {
  expect(lineTotal(line('a', { quantity: '2.5', unitPrice: '10.01' }), 'USD')).toBe(2503n);
  expect(lineTotal(line('a', { unitPrice: '1,2' }), 'USD')).toBeNull();
  expect(lineTotal(line('a'), 'NOPE')).toBeNull();
});
