import { hexToBytes, keccak256, type Hex } from 'viem';

/**
 * Tells whether a block's bloom filter (Yellow Paper, section 4.3.1) may hold a log of one of `addresses` with `topic`.
 * False is certain, where the node fills the filter in; true is only likely.
 */
export function mayHoldLog(logsBloom: Hex, addresses: readonly Hex[], topic: Hex): boolean {
  return isInBloom(logsBloom, topic) && addresses.some((address) => isInBloom(logsBloom, address));
}

/** Three of the 2048 bits are set for a value: the low 11 bits of the first three pairs of bytes of its hash. */
function isInBloom(logsBloom: Hex, value: Hex): boolean {
  const hash = hexToBytes(keccak256(value));
  return [0, 2, 4].every((index) => {
    const bit = (((hash[index] ?? 0) << 8) | (hash[index + 1] ?? 0)) & 2047;
    const nibble = Number.parseInt(logsBloom.charAt(2 + 511 - (bit >> 2)), 16);
    return ((nibble >> (bit & 3)) & 1) === 1;
  });
}
