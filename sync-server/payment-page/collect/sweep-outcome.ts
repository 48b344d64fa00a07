import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { WalletProvider } from '../io/wallet-provider.ts';

/**
 * What became of a sweep: not mined yet, or mined with this many items that could not be moved (`failed` where
 * all of it was undone).
 */
export type SweepOutcome = 'unknown' | 'failed' | { readonly refused: number };

/**
 * The first topic of the factory's `SweepFailed(address indexed forwarder, address indexed owner,
 * address indexed token)`.
 */
const sweepFailed = `0x${bytesToHex(keccak_256(utf8ToBytes('SweepFailed(address,address,address)')))}`;

/** Asks the wallet's node what became of a sweep; `unknown` also where it does not answer. */
export async function sweepOutcome(provider: WalletProvider, hash: string): Promise<SweepOutcome> {
  try {
    const receipt = (await provider.request({ method: 'eth_getTransactionReceipt', params: [hash] })) as {
      readonly status?: unknown;
      readonly logs?: readonly { readonly topics?: readonly unknown[] }[];
    } | null;
    if (typeof receipt?.status !== 'string') return 'unknown';
    if (BigInt(receipt.status) === 0n) return 'failed';
    return { refused: (receipt.logs ?? []).filter(({ topics }) => topics?.[0] === sweepFailed).length };
  } catch {
    return 'unknown';
  }
}
