import { expect, test } from 'vitest';
import { calendarDateAt } from '../../../../shared/invoice/calendar-date.ts';

test('the day at an instant is the one where the machine stands, from its first moment to its last', () => {
  expect(calendarDateAt(new Date(2027, 0, 31))).toBe('2027-01-31');
  expect(calendarDateAt(new Date(2027, 0, 31, 23, 59, 59, 999))).toBe('2027-01-31');
  expect(calendarDateAt(new Date(2027, 8, 1))).toBe('2027-09-01');
});
