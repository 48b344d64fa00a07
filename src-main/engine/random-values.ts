import { bytesToHex } from '@noble/hashes/utils.js';

type RandomBytes = (bytes: number) => Uint8Array;

/** A new id of 128 random bits, 32 hex digits. */
export function randomId(random: RandomBytes): string {
  return bytesToHex(random(16));
}

/** A uniform integer from 0 to `bound` − 1, by rejection; `bound` is at most 65,536. */
export function randomBelow(random: RandomBytes, bound: number): number {
  const limit = 65_536 - (65_536 % bound);
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const value = high * 256 + low;
    if (value < limit) return value % bound;
  }
}
