import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { fail, ok, type Result } from '../result.ts';

/**
 * The envelope that every sealed thing travels in. Bytes, in order:
 *
 *     0        1 byte    version, 1
 *     1        8 bytes   key id (first bytes of a hash of the key; zeros where the key is not named)
 *     9        24 bytes  nonce, random
 *     33       n bytes   XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) of the padded plaintext, tag last
 *
 * Plaintext is padded before sealing, so that its size tells little: 4 bytes big-endian length, the text, then zeros up
 * to the next step (multiples of 256 bytes up to 4 KiB, of 4 KiB up to 64 KiB, of 64 KiB above). Associated data is a
 * list of labels, each written as 4 bytes big-endian length and UTF-8 bytes, so that no two lists read the same.
 */
export const envelopeVersion = 1;
const keyIdLength = 8;
const nonceLength = 24;
const headerLength = 1 + keyIdLength + nonceLength;

/** A source of random bytes, passed in so that this room stays pure. */
export type RandomBytes = (length: number) => Uint8Array;

/** A symmetric key with the id that its envelopes name. */
export interface SealingKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 8 bytes. */
  readonly id: Uint8Array;
}

/** Seals plaintext under a key and labels that must be given again to open it. */
export function sealEnvelope(
  plaintext: Uint8Array,
  sealing: SealingKey,
  labels: readonly string[],
  random: RandomBytes,
): Uint8Array {
  const nonce = random(nonceLength);
  const cipher = xchacha20poly1305(sealing.key, nonce, associatedData(labels));
  return concatBytes(Uint8Array.of(envelopeVersion), sealing.id, nonce, cipher.encrypt(pad(plaintext)));
}

/**
 * Opens an envelope. Problems, none of which a retry mends: `envelope.unknown-version` (made by a newer app),
 * `envelope.unknown-key` (another workspace's), `envelope.tampered` (cut, changed, moved or wrongly labelled).
 */
export function openEnvelope(envelope: Uint8Array, sealing: SealingKey, labels: readonly string[]): Result<Uint8Array> {
  if (envelope.length < headerLength + 16) return tampered();
  if (envelope[0] !== envelopeVersion) {
    return fail(
      'envelope.unknown-version',
      'This was sealed by a newer version of Quittance. Update the app to read it.',
    );
  }
  const id = envelope.subarray(1, 1 + keyIdLength);
  if (!id.every((byte, index) => byte === sealing.id[index])) {
    return fail('envelope.unknown-key', 'This was sealed with a key that this workspace does not have.');
  }
  const nonce = envelope.subarray(1 + keyIdLength, headerLength);
  try {
    const padded = xchacha20poly1305(sealing.key, nonce, associatedData(labels)).decrypt(
      envelope.subarray(headerLength),
    );
    const length = new DataView(padded.buffer, padded.byteOffset, 4).getUint32(0);
    return length <= padded.length - 4 ? ok(padded.slice(4, 4 + length)) : tampered();
  } catch {
    return tampered();
  }
}

/** Length-prefixed labels, one after another. */
export function associatedData(labels: readonly string[]): Uint8Array {
  return concatBytes(
    ...labels.flatMap((label) => {
      const bytes = utf8ToBytes(label);
      return [bigEndian(bytes.length), bytes];
    }),
  );
}

function tampered() {
  return fail(
    'envelope.tampered',
    'This did not open: it was changed or cut on its way, or it is not what it says it is.',
  );
}

function pad(plaintext: Uint8Array): Uint8Array {
  const size = plaintext.length + 4;
  const step = size <= 4096 ? 256 : size <= 65_536 ? 4096 : 65_536;
  const padded = new Uint8Array(Math.ceil(size / step) * step);
  padded.set(bigEndian(plaintext.length));
  padded.set(plaintext, 4);
  return padded;
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
