import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ForwarderSalt } from './forwarder-address.ts';

/**
 * The salt of an invoice's forwarder: HMAC-SHA-256 (RFC 2104) of its index, as 8 bytes big-endian, under the
 * workspace's 32-byte forwarder key.
 *
 * Derived and not random, so that the recovery phrase alone finds every forwarder again; keyed, so that nobody who
 * knows the owner's wallet can list its invoices. The index comes from `nextAddressIndex`. Throws RangeError on
 * other keys or indexes.
 */
export function forwarderSalt(key: Uint8Array, index: number): ForwarderSalt {
  if (key.length !== 32) throw new RangeError(`A forwarder key has 32 bytes, not ${key.length}`);
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`${index} is not the index of an address`);
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(index));
  return `0x${bytesToHex(hmac(sha256, key, message))}`;
}
