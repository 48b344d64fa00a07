/** A day without a time or zone, as ISO 8601 text: "2027-01-31". Such texts sort as the days do. */
export type CalendarDate = string;

/** The last day that an invoice may name: what is counted from it stays within the four digits that a year has here. */
export const lastDate: CalendarDate = '2999-12-31';

/** Tells whether the text is a day that exists, in the form YYYY-MM-DD (years 1000 to 9999). */
export function isCalendarDate(text: string): text is CalendarDate {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The day at an instant where this machine stands. */
export function calendarDateAt(instant: Date): CalendarDate {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/** The day so many days later (or earlier, if negative) in the Gregorian calendar. The date must be valid. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
