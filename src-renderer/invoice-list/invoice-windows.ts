/** Rows a window holds: one live query of the engine each. */
export const windowSize = 100;

/**
 * The offsets of the windows that a range of rows touches (`last` inclusive), and one beyond on the side it moves to.
 */
export function windowsFor(first: number, last: number, total: number): readonly number[] {
  const end = Math.max(0, Math.min(last, total - 1));
  const from = Math.floor(Math.max(0, Math.min(first, end)) / windowSize);
  const to = Math.floor(end / windowSize);
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * windowSize);
}

/** Rows of a long list of which only some windows are known. */
export interface WindowedRows<Row> {
  readonly total: number;
  readonly windows: ReadonlyMap<number, readonly Row[]>;
}

/** Puts a window's newest value in; windows that lie beyond a shrunken list are dropped. */
export function withWindow<Row>(
  known: WindowedRows<Row>,
  offset: number,
  value: { readonly rows: readonly Row[]; readonly total: number },
): WindowedRows<Row> {
  const windows = new Map(
    [...known.windows, [offset, value.rows] as const].filter(([at]) => at < Math.max(1, value.total)),
  );
  return { total: value.total, windows };
}

/** The row at a place, or undefined while its window has not come. */
export function rowAt<Row>(known: WindowedRows<Row>, index: number): Row | undefined {
  const offset = Math.floor(index / windowSize) * windowSize;
  return known.windows.get(offset)?.[index - offset];
}
