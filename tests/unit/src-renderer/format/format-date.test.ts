import { expect, test } from 'vitest';
import { daysBetween, formatDate } from '../../../../src-renderer/format/format-date.ts';

test('dates that are none are a dash', () => {
  expect(formatDate('')).toBe('–');
  expect(formatDate('2027-13-01')).toBe('–');
  expect(daysBetween('2027-01-30', '2027-02-02')).toBe(3);
  expect(daysBetween('', '2027-02-02')).toBeNull();
});
