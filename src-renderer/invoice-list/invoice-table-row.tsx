import { CircleAlert, Clock } from 'lucide-react';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import { calendarDateAt } from '../../shared/invoice/calendar-date.ts';
import { StateChip } from '../components/state-chip.tsx';
import { formatDate, formatRelativeDate } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';

interface InvoiceTableRowProps {
  index: number;
  top: number;
  /** Undefined while its window has not come. */
  row: InvoiceRow | undefined;
  isActive: boolean;
  onOpen: (row: InvoiceRow) => void;
  onFocus: () => void;
}

/** One invoice in the list. */
export function InvoiceTableRow({ index, top, row, isActive, onOpen, onFocus }: InvoiceTableRowProps) {
  const place = { transform: `translateY(${top}px)` };
  if (!row)
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        data-index={index}
        className="invoice-row invoice-row-empty"
        style={place}
        tabIndex={isActive ? 0 : -1}
        onFocus={onFocus}
      >
        <div role="gridcell" aria-colspan={6}>
          <span className="visually-hidden">Loading</span>
        </div>
      </div>
    );
  const isOwed = row.state === 'open' || row.state === 'overdue' || row.state === 'partial';
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-state={row.state}
      className="invoice-row"
      style={place}
      tabIndex={isActive ? 0 : -1}
      onFocus={onFocus}
      onClick={() => onOpen(row)}
    >
      <div role="gridcell" className="cell-number">
        {row.number ?? <span className="muted">No number yet</span>}
      </div>
      <div role="gridcell" className="cell-client" dir="auto" title={row.buyerName}>
        {row.buyerName || <span className="muted">No client yet</span>}
      </div>
      <div role="gridcell" className="cell-issued">
        {formatDate(row.issueDate)}
      </div>
      <div role="gridcell" className="cell-due">
        {formatDate(row.dueDate)}
        {isOwed ? (
          <span className="cell-note">{formatRelativeDate(row.dueDate, calendarDateAt(new Date()))}</span>
        ) : null}
      </div>
      <div role="gridcell" className="cell-amount">
        {formatMinor(row.total, row.currency)}
        {row.state === 'partial' || (row.state === 'void' && row.received !== '0') ? (
          <span className="cell-note">{formatMinor(row.received, row.currency)} received</span>
        ) : null}
      </div>
      <div role="gridcell" className="cell-state">
        <StateChip state={row.state} pending={row.pending} />
        <DeliveryMark delivery={row.delivery} />
      </div>
    </div>
  );
}

function DeliveryMark({ delivery }: { delivery: InvoiceRow['delivery'] }) {
  if (delivery === 'failed')
    return (
      <span className="delivery-mark" data-kind="failed" title="Delivery failed">
        <CircleAlert size={16} aria-hidden="true" />
        <span className="visually-hidden">Delivery failed</span>
      </span>
    );
  if (delivery === 'queued')
    return (
      <span className="delivery-mark" title="Waiting to be sent">
        <Clock size={16} aria-hidden="true" />
        <span className="visually-hidden">Waiting to be sent</span>
      </span>
    );
  return null;
}
