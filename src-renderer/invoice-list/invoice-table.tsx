import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import { rowAt, type WindowedRows } from './invoice-windows.ts';
import { listPlace } from './list-place.ts';
import { InvoiceTableRow } from './invoice-table-row.tsx';
import { useActiveRow } from './use-active-row.ts';

const rowHeight = 52;
const columns = ['Number', 'Client', 'Issued', 'Due', 'Amount', 'State'];

interface InvoiceTableProps {
  rows: WindowedRows<InvoiceRow>;
  onShow: (first: number, last: number) => void;
  /** Changes when another list is shown: the table goes back to its top. */
  listKey: string;
}

/** The list as a grid of which only the rows on screen exist. Arrow keys, Home, End and Page keys move; Enter opens. */
export function InvoiceTable({ rows, onShow, listKey }: InvoiceTableProps) {
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialOffset: () => (listPlace.key === listKey ? listPlace.top : 0),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const open = (row: InvoiceRow | undefined): void => row && navigate(pathOf(row));
  const { active, setActive, onKeyDown } = useActiveRow({
    scroller,
    total: rows.total,
    rowHeight,
    initial: listPlace.key === listKey ? listPlace.active : 0,
    onEnter: (index) => open(rowAt(rows, index)),
  });

  useEffect(() => onShow(first, last), [first, last, rows.total]); // oxlint-disable-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    if (listPlace.key !== listKey) {
      Object.assign(listPlace, { key: listKey, top: 0, active: 0 });
      setActive(0);
    }
    scroller.current?.scrollTo({ top: listPlace.top });
  }, [listKey, setActive]);
  useEffect(() => void (listPlace.active = active), [active]);

  return (
    <div role="grid" aria-label="Invoices" aria-rowcount={rows.total + 1} className="invoice-grid">
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="invoice-row invoice-head">
          {columns.map((column) => (
            <div key={column} role="columnheader" className={`cell-${column.toLowerCase()}`}>
              {column}
            </div>
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        className="invoice-scroll"
        onKeyDown={onKeyDown}
        onScroll={(event) => void (listPlace.top = event.currentTarget.scrollTop)}
      >
        <div className="invoice-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <InvoiceTableRow
              key={item.index}
              index={item.index}
              top={item.start}
              row={rowAt(rows, item.index)}
              isActive={item.index === active}
              onOpen={open}
              onFocus={() => setActive(item.index)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** A draft opens in the editor, everything else on its own page. */
function pathOf(row: InvoiceRow): string {
  return row.state === 'draft' ? `/invoices/${row.id}/edit` : `/invoices/${row.id}`;
}
