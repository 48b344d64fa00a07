import { FilePlus2, Plus, Search, SearchX } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { invoiceFilters, type InvoiceFilter } from '../../shared/app-api/invoice-row.ts';
import { Awaited } from '../components/awaited.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Page } from '../components/page.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { filterLabels } from '../format/describe-state.ts';
import { locale } from '../format/format-money.ts';
import { useStored } from '../format/use-stored.ts';
import { listPlace } from './list-place.ts';
import { InvoiceTable } from './invoice-table.tsx';
import { useInvoiceRows } from './use-invoice-rows.ts';

/** Every invoice: by state, by search, newest first. */
export function InvoiceListScreen({ onCreate }: { onCreate: () => void }) {
  const [stored, setFilter] = useStored('quittance.list-filter', 'all');
  const filter = invoiceFilters.find((name) => name === stored) ?? 'all';
  const [search, setSearch] = useState(listPlace.search);
  useEffect(() => void (listPlace.search = search), [search]);
  const asked = useDeferredValue(search.trim());
  const counts = useWatch('invoiceCounts', {}).value;
  const { rows, problem, show } = useInvoiceRows(filter, asked);
  return (
    <Page
      title="Invoices"
      fit="fill"
      actions={
        <Button look="primary" icon={<Plus size={18} aria-hidden="true" />} onClick={onCreate}>
          New invoice
        </Button>
      }
    >
      <div className="list-tools">
        <div className="tabs" role="group" aria-label="Filter by state">
          {filterLabels.map(([name, label]) => (
            <button
              key={name}
              type="button"
              className="tab"
              aria-pressed={filter === name}
              onClick={() => setFilter(name)}
            >
              {label}
              <span className="tab-count">{counts?.[name].toLocaleString(locale) ?? ''}</span>
            </button>
          ))}
        </div>
        <label className="search-box">
          <Search size={16} aria-hidden="true" />
          <span className="visually-hidden">Search invoices</span>
          <input
            type="search"
            value={search}
            maxLength={200}
            placeholder="Number, client, text or amount"
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      <p className="visually-hidden" role="status">
        {rows ? `${rows.total} ${rows.total === 1 ? 'invoice' : 'invoices'}` : ''}
      </p>
      {rows === null ? (
        <div className="list-body">
          <Awaited label="Loading invoices…" problem={problem} />
        </div>
      ) : rows.total > 0 ? (
        <InvoiceTable rows={rows} onShow={show} listKey={`${filter} ${asked}`} />
      ) : (
        <Nothing
          filter={filter}
          search={asked}
          isFirst={(counts?.all ?? 0) === 0}
          onCreate={onCreate}
          onClear={() => {
            setSearch('');
            setFilter('all');
          }}
        />
      )}
    </Page>
  );
}

interface NothingProps {
  filter: InvoiceFilter;
  search: string;
  isFirst: boolean;
  onCreate: () => void;
  onClear: () => void;
}

function Nothing({ filter, search, isFirst, onCreate, onClear }: NothingProps) {
  if (isFirst)
    return (
      <EmptyState
        icon={<FilePlus2 size={28} />}
        title="No invoices yet"
        action={
          <Button look="primary" onClick={onCreate}>
            Write your first invoice
          </Button>
        }
      >
        An email address, an amount, a currency, a due date and a description are enough. It works with the network off.
      </EmptyState>
    );
  const label = filterLabels.find(([name]) => name === filter)?.[1].toLowerCase() ?? '';
  return (
    <EmptyState
      icon={<SearchX size={28} />}
      title={search ? `Nothing found for “${search}”` : `No ${label} invoices`}
      action={<Button onClick={onClear}>Show all invoices</Button>}
    >
      {search
        ? 'The search looks at numbers, clients, line texts and amounts.'
        : 'Invoices appear here as soon as they are in this state.'}
    </EmptyState>
  );
}
