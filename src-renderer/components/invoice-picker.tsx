import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import { useWatch } from '../engine/use-engine.ts';
import { describeState } from '../format/describe-state.ts';
import { formatMinor } from '../format/format-money.ts';
import { FieldFrame } from './field-frame.tsx';

interface InvoicePickerProps {
  label: string;
  hint?: string;
  /** Invoices that are not offered. */
  without: ReadonlySet<string>;
  onPick: (row: InvoiceRow) => void;
}

/** Most invoices offered at a time; typing narrows them down. */
const offered = 8;

/** Finds an issued invoice by number, client, text or amount: open ones are offered until something is typed. */
export function InvoicePicker({ label, hint, without, onPick }: InvoicePickerProps) {
  const id = useId();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim().slice(0, 200));
  const query = { filter: search === '' ? 'open' : 'all', search, offset: 0, limit: offered + 20 } as const;
  const found = useWatch('invoices', query).value?.rows;
  const items = (found ?? [])
    .filter((row) => row.number !== null && row.state !== 'void' && !without.has(row.id))
    .slice(0, offered);
  return (
    <FieldFrame id={id} label={label} hint={found && items.length === 0 ? 'No invoice is found by that.' : hint}>
      <Autocomplete.Root
        items={items}
        filteredItems={items}
        value={text}
        itemToStringValue={(row: InvoiceRow) => row.number ?? ''}
        onValueChange={(value, details) => {
          if (details.reason !== 'item-press') setText(value);
        }}
        mode="list"
        openOnInputClick
      >
        <span className="input-box">
          <span className="input-affix">
            <Search size={16} aria-hidden="true" />
          </span>
          <Autocomplete.Input
            id={id}
            placeholder="Number, client or amount"
            aria-describedby={`${id}-note`}
            maxLength={200}
          />
        </span>
        <Autocomplete.Portal>
          <Autocomplete.Positioner sideOffset={4} align="start" className="popup-place">
            <Autocomplete.Popup className="popup">
              <Autocomplete.List className="popup-list">
                {(row: InvoiceRow) => (
                  <Autocomplete.Item
                    key={row.id}
                    value={row}
                    className="popup-item"
                    onClick={() => {
                      setText('');
                      onPick(row);
                    }}
                  >
                    <span className="popup-text picked-invoice">
                      <span className="picked-number">{row.number}</span>
                      <span className="picked-client" dir="auto">
                        {row.buyerName}
                      </span>
                      <span className="muted-block">
                        {formatMinor(row.total, row.currency)}, {describeState(row.state).label.toLowerCase()}
                      </span>
                    </span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </FieldFrame>
  );
}
