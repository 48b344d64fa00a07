/** The calendar date at an instant where this machine stands, as `2027-01-31`. */
export function calendarToday(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
