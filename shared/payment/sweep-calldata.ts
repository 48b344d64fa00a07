import type { Address } from '../money/address.ts';
import { assertForwarder, type ForwarderSalt } from './forwarder-address.ts';

/** One thing to sweep: a forwarder, by its owner and salt, and a token's contract; null sweeps the chain's own coin. */
export interface SweepItem {
  readonly owner: Address;
  readonly salt: ForwarderSalt;
  readonly token: Address | null;
}

/** Gas that a transfer of every usual stablecoin stays under (docs/receiving.md has the figures). */
export const defaultGasPerItem = 200_000n;

/** Selector of `sweep((address,bytes32,address)[],uint256)`, hex. */
export const sweepSelector = '3403f04b';

/**
 * Writes the calldata by which anyone sweeps a batch: `sweep(Item[] items, uint256 gasPerItem)`, to be sent to the
 * factory's address on the chain concerned (`forwarderContracts.factory`), without value.
 *
 * A forwarder that is not deployed yet is deployed on the way. An item that fails, or needs more than `gasPerItem`,
 * harms no other. Throws RangeError on an item that cannot be one.
 */
export function encodeSweep(items: readonly SweepItem[], gasPerItem: bigint = defaultGasPerItem): `0x${string}` {
  if (gasPerItem < 0n || gasPerItem >= 1n << 64n) throw new RangeError(`${gasPerItem} is no amount of gas`);
  const words = [word(0x40n), word(gasPerItem), word(BigInt(items.length))];
  for (const { owner, salt, token } of items) {
    assertForwarder(owner, salt);
    words.push(addressWord(owner), salt.slice(2), token === null ? word(0n) : addressWord(token));
  }
  return `0x${sweepSelector}${words.join('')}`;
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

function addressWord(address: Address): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) throw new RangeError(`"${address}" is not an address`);
  return address.slice(2).toLowerCase().padStart(64, '0');
}
