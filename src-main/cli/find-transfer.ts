import type { AppClient } from '../../shared/app-api/app-client.ts';
import { inboxLists, type UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { readOnce } from './read-once.ts';

/** A transfer as commands need it. */
export type NamedTransfer = Pick<UnmatchedView, 'key' | 'units' | 'decimals' | 'symbol' | 'chainName'>;

/** Fewest digits of a transaction's hash that name a transfer. */
const shortestPrefix = 6;

/**
 * The transfer that a person named by its key, or by its transaction's hash or the beginning of that: one of the inbox,
 * or a payment of an invoice.
 *
 * Fails with `transfer.unknown`, and with `transfer.ambiguous` where several fit.
 */
export async function findTransfer(client: AppClient, reference: string): Promise<Result<NamedTransfer>> {
  const named = reference.trim().toLowerCase();
  const fits = ({ key, txHash }: { readonly key: string; readonly txHash: string }): boolean =>
    key === named || (named.startsWith('0x') && named.length >= shortestPrefix + 2 && txHash.startsWith(named));
  const found = new Map<string, NamedTransfer>();
  for (const list of inboxLists) {
    const page = await readOnce(client, 'inbox', { list, limit: 500 });
    if (!page.ok) return page;
    for (const row of page.value.rows) if (fits(row)) found.set(row.key, row);
  }
  if (found.size === 0) {
    const paid = await findPayments(client, fits);
    if (!paid.ok) return paid;
    for (const transfer of paid.value) found.set(transfer.key, transfer);
  }
  const [first, second] = found.values();
  if (!first)
    return fail(
      'transfer.unknown',
      `There is no transfer "${reference.slice(0, 40)}" here. Name one by its transaction's hash, or at least ${shortestPrefix} digits of it; "quittance inbox" shows them.`,
    );
  if (second)
    return fail(
      'transfer.ambiguous',
      `${found.size} transfers fit. Name one by its key: ${[...found.keys()].join(', ')}`,
    );
  return ok(first);
}

/** Payments that stand on the newest invoices; a word on one of those is how an assumption is undone. */
async function findPayments(
  client: AppClient,
  fits: (payment: { readonly key: string; readonly txHash: string }) => boolean,
): Promise<Result<NamedTransfer[]>> {
  const page = await readOnce(client, 'invoices', { filter: 'all', search: '', offset: 0, limit: 200 });
  if (!page.ok) return page;
  const found: NamedTransfer[] = [];
  for (const { id, received, pending } of page.value.rows) {
    if (received === '0' && !pending) continue;
    const invoice = await readOnce(client, 'invoice', { id });
    if (!invoice.ok) return invoice;
    for (const { payment, decimals, symbol, chainName } of invoice.value?.payments ?? [])
      if (payment.state !== 'reversed' && fits(payment))
        found.push({ key: payment.key, units: payment.units, decimals, symbol, chainName });
  }
  return ok(found);
}
