import type { CommandOutput } from '../../../shared/app-api/app-api.ts';
import type { Address } from '../../../shared/money/address.ts';
import { chainOf, findChain } from '../../../shared/money/chain.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { forwarderSalt } from '../../../shared/payment/forwarder-salt.ts';
import { encodeSweep, type SweepItem } from '../../../shared/payment/sweep-calldata.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { loadInvoice, relayOriginOf, type InvoiceContext } from '../invoices/invoice-context.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { findReadyChains } from './find-ready-chains.ts';

/**
 * Makes the call that moves everything these invoices' forwarders hold on one chain to the owner's wallet: anybody may send
 * it, and nobody can send the money elsewhere. `page` is the relay's page that sends it from a browser wallet; its part
 * behind the # goes to no server.
 *
 * Fails with `receiving.no-forwarder` where an invoice has none, and `receiving.not-ready` where the chain has no contracts.
 */
export async function sweepForwarders(
  context: Pick<InvoiceContext, 'db' | 'workspace' | 'options'>,
  request: { readonly chainId: number; readonly invoiceIds: readonly string[] },
): Promise<Result<CommandOutput<'receiving.sweep'>>> {
  const { db, workspace, options } = context;
  const { chainId } = request;
  const keys = workspace.keys();
  if (!keys.ok) return keys;
  if (!findChain(chainId)) return fail('settings.unknown-chain', `${chainId} is no chain that Quittance knows.`);
  const items: SweepItem[] = [];
  for (const id of request.invoiceIds) {
    const invoice = await loadInvoice(db, id);
    if (!invoice.ok) return invoice;
    const { signed, forwarderOwner, addressIndex, number } = invoice.value;
    const tokens = (signed?.payable.terms.options ?? []).filter((option) => option.chainId === chainId);
    if (forwarderOwner === '' || tokens.length === 0)
      return fail('receiving.no-forwarder', `Invoice ${number} has no forwarder on ${chainOf(chainId).name}.`);
    const salt = forwarderSalt(keys.value.forwarder, addressIndex);
    for (const { token } of tokens) items.push({ owner: forwarderOwner as Address, salt, token: token as Address });
  }
  const settings = await readSettings(db, options.practice);
  const [readiness] = await findReadyChains(db, settings, options, [chainId]);
  if (!readiness?.ready)
    return fail('receiving.not-ready', readiness?.detail ?? 'This chain cannot be looked at.', { retryable: true });
  const to = forwarderContracts.factory;
  const data = encodeSweep(items);
  const origin = relayOriginOf(settings, options);
  const fragment = new URLSearchParams({ chain: String(chainId), data });
  return ok({ to, data, page: origin === null ? null : `${new URL(origin).origin}/collect#${fragment}` });
}
