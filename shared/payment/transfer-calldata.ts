import { tagMagic, transferSelector } from './payment-tag.ts';

/**
 * Writes the calldata of an ERC-20 transfer, followed by the invoice's tag when one is given
 * (format: `payment-tag.ts`).
 *
 * `units` are the token's base units; `tag` is 32 lower-case hex digits. Throws on malformed parts: those are bugs.
 */
export function encodeTransferCalldata(to: string, units: bigint, tag?: string): `0x${string}` {
  if (!/^0x[0-9a-fA-F]{40}$/.test(to)) throw new RangeError(`"${to}" is not an address`);
  if (units < 0n || units >= 1n << 256n) throw new RangeError(`${units} is not a uint256`);
  if (tag !== undefined && !/^[0-9a-f]{32}$/.test(tag)) throw new RangeError('A tag is 32 lower-case hex digits');
  const recipient = to.slice(2).toLowerCase().padStart(64, '0');
  const amount = units.toString(16).padStart(64, '0');
  return `0x${transferSelector}${recipient}${amount}${tag === undefined ? '' : tagMagic + tag}`;
}
