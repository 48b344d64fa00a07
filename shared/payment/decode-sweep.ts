import { toChecksumAddress, type Address } from '../money/address.ts';
import type { ForwarderSalt } from './forwarder-address.ts';
import { sweepSelector, type SweepItem } from './sweep-calldata.ts';

/**
 * Reads the calldata of a sweep back, as `encodeSweep` writes it and in no other form; null for anything else.
 * Addresses get their EIP-55 capitals.
 */
export function decodeSweep(
  calldata: string,
): { readonly items: readonly SweepItem[]; readonly gasPerItem: bigint } | null {
  const match = /^0x([0-9a-f]{8})((?:[0-9a-f]{64})+)$/.exec(calldata.toLowerCase());
  if (!match || match[1] !== sweepSelector) return null;
  const [offset, gas, count, ...rest] = match[2]?.match(/.{64}/g) ?? [];
  if (BigInt(`0x${offset}`) !== 0x40n || gas === undefined || count === undefined) return null;
  if (BigInt(`0x${count}`) * 3n !== BigInt(rest.length)) return null;
  const items: SweepItem[] = [];
  for (let at = 0; at < rest.length; at += 3) {
    const owner = addressOf(rest[at]);
    const token = addressOf(rest[at + 2]);
    if (owner === null || owner === zero || token === null) return null;
    const salt: ForwarderSalt = `0x${rest[at + 1]}`;
    items.push({ owner, salt, token: token === zero ? null : token });
  }
  return { items, gasPerItem: BigInt(`0x${gas}`) };
}

const zero: Address = `0x${'0'.repeat(40)}`;

function addressOf(word: string | undefined): Address | null {
  return word?.startsWith('0'.repeat(24)) ? toChecksumAddress(`0x${word.slice(24)}`) : null;
}
