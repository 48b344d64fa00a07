import type { Address } from '../../../shared/money/address.ts';
import { findChain } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import { decodeSweep } from '../../../shared/payment/decode-sweep.ts';

/** What the page's address asks it to send: a sweep on one chain, for one owner's wallet. */
export interface CollectRequest {
  readonly chainId: number;
  readonly data: string;
  readonly owner: Address;
  /** How many forwarder addresses are emptied. */
  readonly addresses: number;
  readonly symbols: readonly string[];
}

/**
 * Reads the part of the page's address behind the #, `chain=8453&data=0x…`, as the owner's app writes it. Null where it
 * is anything but a sweep to one wallet on a known chain: the page sends nothing else.
 */
export function readCollectRequest(fragment: string): CollectRequest | null {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const chainId = Number(parameters.get('chain'));
  const data = parameters.get('data') ?? '';
  const sweep = decodeSweep(data);
  const owner = sweep?.items[0]?.owner;
  if (!findChain(chainId) || !sweep || !owner) return null;
  if (sweep.items.some((item) => item.owner !== owner)) return null;
  const symbols = sweep.items.map(({ token }) => (token === null ? 'coins' : findToken(chainId, token)?.symbol));
  if (symbols.includes(undefined)) return null;
  const addresses = new Set(sweep.items.map(({ salt }) => salt)).size;
  return { chainId, data, owner, addresses, symbols: [...new Set(symbols)].filter((symbol) => symbol !== undefined) };
}
