import { CircleAlert } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import type { UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import { formatAgo } from '../format/format-date.ts';
import { locale } from '../format/format-money.ts';
import { shortHash } from '../format/short-hash.ts';
import { describePending } from '../format/describe-state.ts';
import { formatUnits, paymentStateWords } from '../format/payment-words.ts';

interface TransferListProps {
  rows: readonly UnmatchedView[];
  total: number;
  chosen: string;
  onChoose: (key: string) => void;
}

/** The transfers of a list, newest first. Arrow keys, Home and End move through it. */
export function TransferList({ rows, total, chosen, onChoose }: TransferListProps) {
  const list = useRef<HTMLUListElement>(null);
  function onKeyDown(event: KeyboardEvent): void {
    const at = rows.findIndex(({ key }) => key === chosen);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = rows[Math.max(0, Math.min(rows.length - 1, target))];
    if (!next) return;
    onChoose(next.key);
    list.current?.querySelectorAll('button')[rows.indexOf(next)]?.focus();
  }
  return (
    <div className="transfer-list">
      <ul ref={list} aria-label="Transfers" onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <TransferRow key={row.key} row={row} isChosen={row.key === chosen} onChoose={() => onChoose(row.key)} />
        ))}
      </ul>
      <p className="transfer-total" role="status">
        {total > rows.length
          ? `The newest ${rows.length} of ${total.toLocaleString(locale)}`
          : `${total.toLocaleString(locale)} ${total === 1 ? 'transfer' : 'transfers'}`}
      </p>
    </div>
  );
}

function TransferRow({ row, isChosen, onChoose }: { row: UnmatchedView; isChosen: boolean; onChoose: () => void }) {
  return (
    <li>
      <button
        type="button"
        className="transfer-row"
        aria-current={isChosen ? 'true' : undefined}
        tabIndex={isChosen ? 0 : -1}
        onClick={onChoose}
        data-state={row.state}
      >
        <span className="transfer-line">
          <span className="transfer-amount">{formatUnits(row.units, row)}</span>
          <time dateTime={row.at}>{formatAgo(row.at, new Date())}</time>
        </span>
        <span className="transfer-note">
          {row.verification.status === 'mismatch' ? <CircleAlert size={13} aria-label="Does not check out" /> : null}
          <span dir="auto">{noteOf(row)}</span>
        </span>
        <span className="transfer-line transfer-place">
          <span>{row.currency === null ? `Unknown token, ${row.chainName}` : row.chainName}</span>
          <span data-waits={isOnItsWay(row) ? true : undefined}>{standingOf(row)}</span>
        </span>
      </button>
    </li>
  );
}

/** What tells a transfer apart in the list: the invoices that it went to, or the likeliest one, or who sent it. */
function noteOf({ assignment, suggestions, from }: UnmatchedView): string {
  const [part, ...others] = assignment?.parts ?? [];
  if (part) return others.length > 0 ? `${part.number} and ${others.length} more` : `${part.number}, ${part.buyerName}`;
  const [likeliest] = suggestions;
  return likeliest && !assignment?.internal ? `${likeliest.number}? ${likeliest.buyerName}` : `From ${shortHash(from)}`;
}

const isOnItsWay = ({ state }: UnmatchedView): boolean => state === 'seen' || state === 'confirming';

/** Where it stands on its chain: "Confirming 1/3" while it is on its way, else a word. */
function standingOf(row: UnmatchedView): string {
  if (row.state === 'reversed') return 'Reversed';
  return (isOnItsWay(row) ? describePending(row) : null) ?? paymentStateWords[row.state];
}
