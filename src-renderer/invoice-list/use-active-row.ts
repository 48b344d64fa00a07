import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

/** Of a list whose rows are all of one height, in CSS pixels, and exist only while they are on screen. */
interface ActiveRowOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly rowHeight: number;
  /** The row that is active at first. */
  readonly initial: number;
  readonly onEnter: (index: number) => void;
}

/**
 * The one row that keys act on and that Tab reaches: arrow keys, Home, End and Page keys move it and bring it into view,
 * Enter opens it. https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function useActiveRow({ scroller, total, rowHeight, initial, onEnter }: ActiveRowOptions) {
  const [active, setActive] = useState(initial);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    // A row far away exists only once the list has scrolled to it; and what runs here may be an earlier render's.
    if (wanted.current !== active || !row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') return onEnter(active);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const target = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: total - 1,
      PageDown: active + page,
      PageUp: active - page,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(total - 1, target));
    wanted.current = next;
    setActive(next);
    reveal(scroller.current, next * rowHeight, rowHeight);
  }
  return { active, setActive, onKeyDown };
}

/**
 * Scrolls no further than it takes to show a whole row. By where the list stands now: the virtualizer learns that a
 * frame later, and takes a row that has just left the screen for one on it.
 */
function reveal(scroller: HTMLElement | null, top: number, height: number): void {
  if (!scroller) return;
  const highest = top + height - scroller.clientHeight;
  scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, highest), top);
}
