import { formatMoney } from '../../../shared/money/amount.ts';
import { isSettled, type Settlement } from '../../../shared/payment/settlement.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { InvoiceLedger } from './invoice-ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { isBacked } from './payment-check.ts';
import type { TimelineNote } from './timeline.ts';

/** The entry of the history that says that an invoice is now settled, or no longer is; none where neither changed. */
export function settledNote(
  invoice: InvoiceDocument,
  settlement: Settlement,
  ledger: InvoiceLedger,
  at: string,
): readonly TimelineNote[] {
  // An invoice that was credited whole was not paid: its credit note says all.
  const wasPaid = isSettled(invoice.settlement) && invoice.lifecycle !== 'credited';
  const isPaid = isSettled(settlement.status) && (settlement.due > 0n || settlement.received > 0n);
  if (wasPaid === isPaid) return [];
  const money = (minor: bigint): string => formatMoney({ minor, currency: invoice.currency }, 'en-US');
  const received = money(settlement.received);
  const due = money(settlement.due);
  const base = { invoiceId: invoice.id, occasion: occasionOf(ledger), at };
  if (wasPaid && isSettled(settlement.status)) return [];
  if (wasPaid) return [{ ...base, kind: 'unsettled', detail: `No longer settled: ${received} of ${due} counts now.` }];
  const over = settlement.status === 'overpaid' ? ', more than was asked' : '';
  const less = settlement.forgiven > 0n ? `, and ${money(settlement.forgiven)} let go` : '';
  return [{ ...base, kind: 'settled', detail: `Settled: ${received} of ${due} received${over}${less}.` }];
}

/** The states of all that counts are the occasion: the same change told twice is one entry, a later one is another. */
function occasionOf({ credited, assigned, refunds, remedies }: InvoiceLedger): string {
  const payments = [...credited, ...assigned, ...refunds].map(stateOf);
  const words = [...remedies, ...assigned.map(({ word }) => word)].map(
    ({ id, undone, amount, updatedAt }) => `${id}=${undone ? 'undone' : amount}/${updatedAt}`,
  );
  return [...payments, ...words].join();
}

function stateOf({ payment, linkId, required, verification }: LedgerEntry): string {
  const depth = verification?.status === 'verified' ? `/${isBacked({ payment, linkId, required }, verification)}` : '';
  return `${payment.key}=${payment.state}/${verification?.status}${depth}`;
}
