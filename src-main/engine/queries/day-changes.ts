import { distinctUntilChanged, interval, map, share, skip, startWith, type Observable } from 'rxjs';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';

/** Emits soon after the calendar date changes: what was open may be overdue then. */
export function dayChanges(now: () => Date): Observable<string> {
  return interval(20_000).pipe(
    startWith(0),
    map(() => calendarDateAt(now())),
    distinctUntilChanged(),
    skip(1),
    share(),
  );
}
