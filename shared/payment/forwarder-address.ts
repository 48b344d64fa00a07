import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { toChecksumAddress, type Address } from '../money/address.ts';
import { forwarderContracts } from './forwarder-contracts.ts';

/** What names a forwarder besides its owner: 32 bytes, 0x and 64 lower-case hex digits. */
export type ForwarderSalt = `0x${string}`;

/**
 * Computes the address of the forwarder that can pay out to `owner` alone, the same on every EVM chain, whether it is
 * deployed or not.
 *
 * CREATE2 (EIP-1014) by the factory, of the minimal proxy (EIP-1167) with the owner's 20 bytes behind its code, as
 * OpenZeppelin's `Clones.cloneDeterministicWithImmutableArgs` writes it. Throws RangeError on a malformed owner or
 * salt, and on the zero address, from which nothing comes back: those are bugs.
 */
export function forwarderAddress(owner: Address, salt: ForwarderSalt): Address {
  assertForwarder(owner, salt);
  const hash = keccak_256(
    concatBytes(
      Uint8Array.of(0xff),
      bytes(forwarderContracts.factory),
      bytes(salt),
      keccak_256(bytes(proxyCreationCode(owner))),
    ),
  );
  return toChecksumAddress(`0x${bytesToHex(hash.subarray(12))}`);
}

/** Throws RangeError unless an owner and a salt can name a forwarder. */
export function assertForwarder(owner: Address, salt: ForwarderSalt): void {
  if (!/^0x[0-9a-fA-F]{40}$/.test(owner) || /^0x0+$/.test(owner))
    throw new RangeError(`"${owner}" cannot own a forwarder`);
  if (!/^0x[0-9a-f]{64}$/.test(salt)) throw new RangeError('The salt of a forwarder is 32 bytes in lower-case hex');
}

/** The 10 bytes that return the 65 behind them: the proxy's 45 and the owner's 20. */
function proxyCreationCode(owner: Address): Address {
  const implementation = forwarderContracts.implementation.slice(2);
  return `0x6100413d81600a3d39f3363d3d373d3d3d363d73${implementation}5af43d82803e903d91602b57fd5bf3${owner.slice(2)}`;
}

function bytes(hex: Address): Uint8Array {
  return hexToBytes(hex.slice(2));
}
