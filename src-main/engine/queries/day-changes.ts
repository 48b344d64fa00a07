import { distinctUntilChanged, interval, map, share, skip, startWith, type Observable } from 'rxjs';
import { calendarToday } from '../calendar-today.ts';

/** Emits soon after the calendar date changes: what was open may be overdue then. */
export function dayChanges(now: () => Date): Observable<string> {
  return interval(20_000).pipe(
    startWith(0),
    map(() => calendarToday(now())),
    distinctUntilChanged(),
    skip(1),
    share(),
  );
}
