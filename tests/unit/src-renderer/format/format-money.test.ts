import { expect, test } from 'vitest';
import { formatMinor } from '../../../../src-renderer/format/format-money.ts';

test('money that is not there is a dash, and large money is exact', () => {
  expect(formatMinor(null, 'USD')).toBe('–');
  expect(formatMinor('100', 'XXY')).toBe('–');
  expect(formatMinor('900719925474099312', 'USD').replace(/[^\d]/g, '')).toBe('900719925474099312');
});
