import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { HDKey } from '@scure/bip32';
import { toChecksumAddress, type Address } from '../money/address.ts';
import type { AccountXpub } from './account-xpub.ts';
import { maxAddressIndex } from './address-index.ts';

/** An address of an account, with the path from the wallet's root by which any wallet finds its key again. */
export interface AccountAddress {
  readonly address: Address;
  /** Such as `m/44'/60'/0'/0/17`. */
  readonly path: string;
}

/**
 * Derives the address of an invoice from an account's xpub: `0/index` below the account (BIP-32, BIP-44), with EIP-55
 * capitals. Throws RangeError on an index that is not from 0 to 2³¹ − 1.
 */
export function accountAddress({ xpub, account }: AccountXpub, index: number): AccountAddress {
  if (!Number.isInteger(index) || index < 0 || index > maxAddressIndex)
    throw new RangeError(`${index} is not the index of an address`);
  const { publicKey } = HDKey.fromExtendedKey(xpub).deriveChild(0).deriveChild(index);
  if (!publicKey) throw new Error('A derived key has no public key');
  return { address: publicKeyAddress(publicKey), path: `m/44'/60'/${account}'/0/${index}` };
}

/**
 * The last 20 bytes of Keccak-256 over the uncompressed point without its first byte (Ethereum
 * yellow paper, appendix F).
 */
function publicKeyAddress(compressed: Uint8Array): Address {
  const point = secp256k1.Point.fromBytes(compressed).toBytes(false);
  return toChecksumAddress(`0x${bytesToHex(keccak_256(point.subarray(1)).subarray(12))}`);
}
