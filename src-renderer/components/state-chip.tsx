import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePlus,
  CircleSlash,
  Clock,
  Contrast,
  FileText,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { DisplayState } from '../../shared/invoice/lifecycle.ts';
import { describePending, describeState } from '../format/describe-state.ts';

const icons: Readonly<Record<DisplayState, LucideIcon>> = {
  draft: FileText,
  open: CircleDot,
  partial: Contrast,
  paid: CircleCheck,
  overpaid: CirclePlus,
  overdue: Clock,
  uncollectible: CircleSlash,
  void: Ban,
  credited: Undo2,
};

/** An invoice's state as icon and word, and beside it what is on its way. */
export function StateChip({ state, pending = null }: { state: DisplayState; pending?: InvoiceRow['pending'] }) {
  const Icon = icons[state];
  const look = describeState(state);
  const coming = describePending(pending);
  return (
    <span className="chips">
      {coming ? (
        <span className="chip chip-attention">
          <CircleDashed size={14} aria-hidden="true" className="chip-turning" />
          {coming}
        </span>
      ) : (
        <span className={`chip chip-${look.tone}`}>
          <Icon size={14} aria-hidden="true" />
          {look.label}
        </span>
      )}
    </span>
  );
}
