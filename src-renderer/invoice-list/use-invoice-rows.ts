import { useEffect, useRef, useState } from 'react';
import type { InvoiceFilter, InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { Problem } from '../../shared/result.ts';
import { useEngine } from '../engine/use-engine.ts';
import { windowsFor, windowSize, withWindow, type WindowedRows } from './invoice-windows.ts';

interface InvoiceRows {
  /** Null until the first answer for this filter and search. */
  readonly rows: WindowedRows<InvoiceRow> | null;
  /** Why no rows come for this filter and search. */
  readonly problem: Problem | null;
  /** Tells which rows are on screen, so that their windows are watched. */
  readonly show: (first: number, last: number) => void;
}

/** The rows of the list under a filter and a search, watched window by window as they come on screen. */
export function useInvoiceRows(filter: InvoiceFilter, search: string): InvoiceRows {
  const engine = useEngine();
  const key = `${filter} ${search}`;
  const [state, setState] = useState<{ key: string; rows: WindowedRows<InvoiceRow> } | null>(null);
  const [trouble, setTrouble] = useState<{ key: string; problem: Problem } | null>(null);
  const [wanted, setWanted] = useState('0');
  const total = state?.key === key ? state.rows.total : 0;
  const running = useRef<{ key: string; stops: Map<number, () => void> }>({ key, stops: new Map() });

  useEffect(() => {
    const current = running.current;
    if (current.key !== key) {
      for (const stop of current.stops.values()) stop();
      current.stops.clear();
      current.key = key;
    }
    const offsets = new Set([0, ...wanted.split(',').map(Number)]);
    for (const [offset, stop] of current.stops) {
      if (offsets.has(offset)) continue;
      stop();
      current.stops.delete(offset);
    }
    for (const offset of offsets) {
      if (current.stops.has(offset)) continue;
      const stop = engine.watch(
        'invoices',
        { filter, search, offset, limit: windowSize },
        (value) =>
          setState((old) => {
            const known = old?.key === key ? old.rows : { total: 0, windows: new Map() };
            return { key, rows: withWindow(known, offset, value) };
          }),
        (problem) => setTrouble({ key, problem }),
      );
      current.stops.set(offset, stop);
    }
  }, [engine, filter, search, key, wanted]);

  useEffect(() => {
    const { stops } = running.current;
    return () => {
      for (const stop of stops.values()) stop();
      stops.clear();
    };
  }, []);

  return {
    rows: state?.key === key ? state.rows : null,
    problem: trouble?.key === key ? trouble.problem : null,
    show: (first, last) => setWanted(windowsFor(first, last, total).join(',')),
  };
}
