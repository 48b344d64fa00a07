import type { QueryOutput } from '../../../shared/app-api/app-api.ts';
import type { Address } from '../../../shared/money/address.ts';
import { chains } from '../../../shared/money/chain.ts';
import { shortReason } from '../../../shared/short-reason.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { findForwarders } from './find-forwarders.ts';
import { endpointsOf } from '../own-chain/own-endpoint.ts';
import { readForwarderBalances } from './read-forwarder-balances.ts';

/** A forwarder that holds money, on one chain. */
export type ForwarderHolding = QueryOutput<'forwarders'>[number];

/** Most forwarders of each device that are looked at. */
const mostOfEachDevice = 200;

/**
 * Lists the forwarders of issued invoices that hold something, newest first, on every chain that the owner has an
 * endpoint for and in every token of the registry: payers err about both. A chain whose endpoints do not answer is left
 * out: it is asked again with the next look.
 */
export async function listForwarders(
  db: EngineDatabase,
  options: Pick<EngineOptions, 'practice' | 'log'>,
): Promise<ForwarderHolding[]> {
  const byAddress = new Map<Address, InvoiceDocument>();
  for (const invoice of await findForwarders(db, mostOfEachDevice)) {
    const address = forwarderOf(invoice);
    if (address !== null) byAddress.set(address, invoice);
  }
  if (byAddress.size === 0) return [];
  const settings = await readSettings(db, options.practice);
  const looks = chains.map(async ({ chainId, name }): Promise<ForwarderHolding[]> => {
    const endpoints = endpointsOf(settings, options, chainId);
    if (endpoints.length === 0) return [];
    try {
      const held = await readForwarderBalances(endpoints, chainId, [...byAddress.keys()]);
      return [...Map.groupBy(held, ({ holder }) => holder)].map(([address, balances]) => ({
        invoiceId: byAddress.get(address)?.id ?? '',
        number: byAddress.get(address)?.number ?? '',
        chainId,
        chainName: name,
        address,
        balances: balances.map(({ token: { symbol, decimals }, units }) => ({
          symbol,
          decimals,
          units: units.toString(),
        })),
      }));
    } catch (error) {
      options.log.warn('forwarders could not be looked at', { chainId, error: shortReason(error) });
      return [];
    }
  });
  const places = [...byAddress.keys()];
  const holdings = (await Promise.all(looks)).flat();
  return holdings.sort((a, b) => places.indexOf(a.address as Address) - places.indexOf(b.address as Address));
}

/** The address of an issued invoice's forwarder; null where it has none. */
export function forwarderOf({ forwarderOwner, signed }: InvoiceDocument): Address | null {
  const address = signed?.payable.terms.options[0]?.address;
  return forwarderOwner === '' || address === undefined ? null : (address as Address);
}
