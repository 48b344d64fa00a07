import type { AppClient } from '../../shared/app-api/app-client.ts';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import { formatMoney } from '../../shared/money/amount.ts';
import { isCurrencyCode } from '../../shared/money/currency.ts';

/** What a notification says, and the invoice that it leads to. */
export interface PaidNotice {
  readonly invoiceId: string;
  readonly title: string;
  readonly body: string;
}

/** Newest paid invoices that are looked at. */
const looked = 200;

/**
 * Tells of invoices that become paid while the app runs, each once. `known` holds those that need no telling; it
 * outlives the client, so that a restart of the engine tells nothing twice, and what was paid meanwhile is told.
 */
export function notifyPaid(
  client: AppClient,
  known: Map<'paid', Set<string>>,
  tell: (notice: PaidNotice) => void,
): () => void {
  return client.watch('invoices', { filter: 'paid', search: '', offset: 0, limit: looked }, ({ rows }) => {
    const before = known.get('paid');
    // What was paid before the app started is no news.
    if (!before) return void known.set('paid', new Set(rows.map((row) => row.id)));
    for (const row of rows) {
      if (before.has(row.id)) continue;
      before.add(row.id);
      tell(noticeOf(row));
    }
  });
}

function noticeOf(row: InvoiceRow): PaidNotice {
  const received = isCurrencyCode(row.currency)
    ? formatMoney({ minor: BigInt(row.received), currency: row.currency }, 'en-US')
    : '';
  return {
    invoiceId: row.id,
    title: `${row.number ?? 'An invoice'} is ${row.state === 'overpaid' ? 'overpaid' : 'paid'}`,
    body: [row.buyerName, received].filter((part) => part !== '').join(' · '),
  };
}
