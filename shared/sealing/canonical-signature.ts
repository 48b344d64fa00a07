import canonicalize from 'canonicalize';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Signature } from './signed-invoice.ts';
import type { KeyPair } from './workspace-keys.ts';

/** What kind of thing is signed; part of the signed bytes, so a signature of one kind is worth nothing for another. */
export type SignedKind = 'payable-invoice' | 'credit-note' | 'receipt';

/**
 * Signs a JSON value: Ed25519 (RFC 8032) over `quittance/signature/v1`, a zero byte, the kind, a zero byte, and the
 * value's canonical JSON (RFC 8785) in UTF-8.
 */
export function signCanonical(value: unknown, kind: SignedKind, signing: KeyPair): Signature {
  return {
    algorithm: 'Ed25519',
    publicKey: bytesToHex(signing.publicKey),
    value: bytesToHex(ed25519.sign(signedBytes(value, kind), signing.secretKey)),
  };
}

/** Whether a signature is by its public key over exactly this value and kind; false for anything malformed. */
export function verifyCanonical(value: unknown, kind: SignedKind, signature: Signature): boolean {
  if (signature.algorithm !== 'Ed25519') return false;
  try {
    // `zip215: false` is RFC 8032's strict rule: no two encodings of one signature.
    return ed25519.verify(hexToBytes(signature.value), signedBytes(value, kind), hexToBytes(signature.publicKey), {
      zip215: false,
    });
  } catch {
    return false;
  }
}

/**
 * A signer's fingerprint for people to compare: the first 64 bits of SHA-256 over the public key (given in hex), as
 * four groups of four capitals, e.g. `3F9A 00C1 77DE 1B2C`.
 */
export function signatureFingerprint(publicKey: string): string {
  const digits = bytesToHex(
    sha256(concatBytes(utf8ToBytes('quittance/fingerprint'), hexToBytes(publicKey))),
  ).toUpperCase();
  return [0, 4, 8, 12].map((start) => digits.slice(start, start + 4)).join(' ');
}

function signedBytes(value: unknown, kind: SignedKind): Uint8Array {
  const json = canonicalize(value);
  if (json === undefined) throw new Error('Only a JSON value can be signed.');
  return concatBytes(utf8ToBytes(`quittance/signature/v1\0${kind}\0`), utf8ToBytes(json));
}
