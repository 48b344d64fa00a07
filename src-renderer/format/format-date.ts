import { locale } from './format-money.ts';

const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const instantFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const day = 86_400_000;

/** An ISO calendar date ("2027-01-31") in the reader's way; an en dash when it is empty or no date. */
export function formatDate(date: string): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? '–' : dateFormat.format(time);
}

/** An ISO instant in the reader's way and time zone. */
export function formatInstant(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '–' : instantFormat.format(time);
}

/** Whole days from one calendar date to another; negative when it lies before. Null when either is no date. */
export function daysBetween(from: string, to: string): number | null {
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day;
  return Number.isNaN(days) ? null : Math.round(days);
}

/** A calendar date seen from another: "in 5 days", "yesterday"; empty when either is no date. */
export function formatRelativeDate(date: string, today: string): string {
  const days = daysBetween(today, date);
  return days === null ? '' : relativeFormat.format(days, 'day');
}

/** How long ago an instant was, roughly: "now", "3 minutes ago", "yesterday". */
export function formatAgo(instant: string, now: Date): string {
  const seconds = Math.round((Date.parse(instant) - now.getTime()) / 1000);
  if (Number.isNaN(seconds)) return '';
  const size = Math.abs(seconds);
  if (size < 60) return relativeFormat.format(0, 'second');
  if (size < 3600) return relativeFormat.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relativeFormat.format(Math.round(seconds / 3600), 'hour');
  return relativeFormat.format(Math.round(seconds / 86_400), 'day');
}
