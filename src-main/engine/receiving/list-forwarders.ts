import { erc20Abi } from 'viem';
import type { QueryOutput } from '../../../shared/app-api/app-api.ts';
import { chainOf } from '../../../shared/money/chain.ts';
import type { Address } from '../../../shared/money/address.ts';
import { findToken } from '../../../shared/money/token.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { endpointsOf, openEndpoint } from './own-endpoint.ts';

/** A forwarder that holds money, on one chain. */
export type ForwarderHolding = QueryOutput<'forwarders'>[number];

/** Most forwarders that are looked at, newest first: each costs one call a token. */
const mostForwarders = 200;
/** Balances asked for at the same time. */
const atOnce = 8;

/**
 * Lists the forwarders of issued invoices that hold something, by the owner's own endpoints. A chain whose endpoint does
 * not answer is left out: it is asked again with the next look.
 */
export async function listForwarders(
  db: EngineDatabase,
  options: Pick<EngineOptions, 'practice' | 'log'>,
): Promise<ForwarderHolding[]> {
  const found = await db.invoices
    .find({ selector: { addressIndex: { $gte: 0 } }, sort: [{ addressIndex: 'desc' }], limit: mostForwarders })
    .exec();
  const invoices = found.map((document) => document.toMutableJSON()).filter((invoice) => invoice.forwarderOwner !== '');
  const settings = await readSettings(db, options.practice);
  const places = invoices.flatMap((invoice) => placesOf(invoice));
  const holdings: ForwarderHolding[] = [];
  for (let at = 0; at < places.length; at += atOnce) {
    const some = places.slice(at, at + atOnce);
    const balances = await Promise.all(
      some.map((place) =>
        readBalances(endpointsOf(settings, options, place.chainId), place).catch((error: unknown) => {
          options.log.warn('a forwarder could not be looked at', { chainId: place.chainId, error: firstLine(error) });
          return [];
        }),
      ),
    );
    for (const [index, place] of some.entries()) {
      const held = balances[index] ?? [];
      if (held.length > 0) holdings.push({ ...namesOf(place), balances: held });
    }
  }
  return holdings;
}

/** One forwarder on one chain, with the tokens that its invoice takes there. */
interface ForwarderPlace {
  readonly invoice: InvoiceDocument;
  readonly chainId: number;
  readonly address: Address;
  readonly options: readonly PaymentOption[];
}

function placesOf(invoice: InvoiceDocument): ForwarderPlace[] {
  const options = invoice.signed?.payable.terms.options ?? [];
  return [...Map.groupBy(options, (option) => option.chainId)].flatMap(([chainId, ofChain]) =>
    ofChain[0] ? [{ invoice, chainId, address: ofChain[0].address as Address, options: ofChain }] : [],
  );
}

async function readBalances(
  endpoints: readonly string[],
  place: ForwarderPlace,
): Promise<ForwarderHolding['balances']> {
  const [endpoint] = endpoints;
  if (endpoint === undefined) return [];
  const client = await openEndpoint(endpoint, place.chainId);
  const balances = await Promise.all(
    place.options.map(async ({ token, symbol, decimals }) => {
      const units = await client.readContract({
        abi: erc20Abi,
        address: token as Address,
        functionName: 'balanceOf',
        args: [place.address],
      });
      return { symbol: findToken(place.chainId, token)?.symbol ?? symbol, decimals, units: units.toString() };
    }),
  );
  return balances.filter(({ units }) => units !== '0');
}

function namesOf({ invoice, chainId, address }: ForwarderPlace): Omit<ForwarderHolding, 'balances'> {
  return { invoiceId: invoice.id, number: invoice.number, chainId, chainName: chainOf(chainId).name, address };
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
