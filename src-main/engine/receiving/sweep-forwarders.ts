import type { CommandOutput } from '../../../shared/app-api/app-api.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { Address } from '../../../shared/money/address.ts';
import { chainOf, findChain } from '../../../shared/money/chain.ts';
import type { ForwarderSalt } from '../../../shared/payment/forwarder-address.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { forwarderSalt } from '../../../shared/payment/forwarder-salt.ts';
import { encodeSweep, type SweepItem } from '../../../shared/payment/sweep-calldata.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { shortReason } from '../../../shared/short-reason.ts';
import { loadInvoice, relayOriginOf, type InvoiceContext } from '../invoices/invoice-context.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { findReadyChains } from './find-ready-chains.ts';
import { forwarderOf } from './list-forwarders.ts';
import { endpointsOf } from '../own-chain/own-endpoint.ts';
import { findCoinHolders, readForwarderBalances } from './read-forwarder-balances.ts';

/**
 * Makes the call that moves everything these invoices' forwarders hold on one chain to the owner's wallet: anybody may
 * send it, and nobody can send the money elsewhere. Also what no invoice asked for: a chain that it did not name,
 * another token of the registry, the chain's own coin. `page` is the relay's page that sends it from a browser wallet;
 * its part behind the # goes to no server.
 *
 * Fails with `receiving.no-forwarder` where an invoice has none, `receiving.not-ready` where the chain has no contracts
 * or cannot be looked at, `receiving.several-wallets` where they pay to more than one, and `receiving.nothing-held`.
 */
export async function sweepForwarders(
  context: Pick<InvoiceContext, 'db' | 'workspace' | 'options'>,
  request: { readonly chainId: number; readonly invoiceIds: readonly string[] },
): Promise<Result<CommandOutput<'receiving.sweep'>>> {
  const { db, options } = context;
  const { chainId } = request;
  if (!findChain(chainId)) return fail('settings.unknown-chain', `${chainId} is no chain that Quittance knows.`);
  const forwarders = await loadForwarders(context, request.invoiceIds);
  if (!forwarders.ok) return forwarders;
  const oneWallet = expectOneWallet(forwarders.value);
  if (!oneWallet.ok) return oneWallet;
  const settings = await readSettings(db, options.practice);
  const [readiness] = await findReadyChains(db, settings, options, [chainId]);
  if (!readiness?.ready) return notReady(readiness?.detail ?? 'This chain cannot be looked at.');
  const items = await findItems(context, settings, chainId, forwarders.value);
  if (!items.ok) return items;
  const to = forwarderContracts.factory;
  const data = encodeSweep(items.value);
  const origin = relayOriginOf(settings, options);
  const fragment = new URLSearchParams({ chain: String(chainId), data });
  return ok({ to, data, page: origin === null ? null : `${new URL(origin).origin}/collect#${fragment}` });
}

/** A forwarder of an invoice: its address, and what it is swept by. */
interface Forwarder {
  readonly number: string;
  readonly address: Address;
  readonly owner: Address;
  readonly salt: ForwarderSalt;
}

async function loadForwarders(
  { db, workspace }: Pick<InvoiceContext, 'db' | 'workspace'>,
  invoiceIds: readonly string[],
): Promise<Result<Forwarder[]>> {
  const keys = workspace.keys();
  if (!keys.ok) return keys;
  const forwarders: Forwarder[] = [];
  for (const id of new Set(invoiceIds)) {
    const invoice = await loadInvoice(db, id);
    if (!invoice.ok) return invoice;
    const { forwarderOwner, addressIndex, number } = invoice.value;
    const address = forwarderOf(invoice.value);
    if (address === null)
      return fail(
        'receiving.no-forwarder',
        number === '' ? 'A draft has no forwarder yet.' : `Invoice ${number} was issued without a forwarder.`,
      );
    const salt = forwarderSalt(keys.value.forwarder, addressIndex);
    forwarders.push({ number, address, owner: forwarderOwner as Address, salt });
  }
  return ok(forwarders);
}

/** The owner compares one address with that of the wallet before the transaction is sent. */
function expectOneWallet(forwarders: readonly Forwarder[]): Result<true> {
  const byOwner = [...Map.groupBy(forwarders, ({ owner }) => owner)];
  if (byOwner.length <= 1) return ok(true);
  const named = byOwner.map(([owner, some]) => `${some.map(({ number }) => number).join(', ')} to ${owner}`);
  const message = `These invoices pay to different wallets: ${named.join('; ')}. Collect each wallet's by themselves.`;
  return fail('receiving.several-wallets', message, { path: ['invoiceIds'] });
}

/** One item for each token, and for the coin, that a forwarder holds some of: an item for nothing would cost gas. */
async function findItems(
  { options }: Pick<InvoiceContext, 'options'>,
  settings: Settings,
  chainId: number,
  forwarders: readonly Forwarder[],
): Promise<Result<SweepItem[]>> {
  const endpoints = endpointsOf(settings, options, chainId);
  const addresses = forwarders.map(({ address }) => address);
  const { name } = chainOf(chainId);
  try {
    const [tokens, coins] = await Promise.all([
      readForwarderBalances(endpoints, chainId, addresses),
      findCoinHolders(endpoints, chainId, addresses),
    ]);
    const items = forwarders.flatMap(({ address, owner, salt }): SweepItem[] => [
      ...tokens.filter(({ holder }) => holder === address).map(({ token }) => ({ owner, salt, token: token.address })),
      ...(coins.includes(address) ? [{ owner, salt, token: null }] : []),
    ]);
    if (items.length > 0) return ok(items);
    return fail('receiving.nothing-held', `These forwarders hold nothing on ${name} now.`, { retryable: true });
  } catch (error) {
    const why = shortReason(error);
    return notReady(`Your endpoint did not say what the forwarders hold on ${name} (${why}).`);
  }
}

function notReady(message: string): Result<never> {
  return fail('receiving.not-ready', message, { retryable: true });
}
