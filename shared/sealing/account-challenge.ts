import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { associatedData } from './envelope.ts';
import type { KeyPair } from './workspace-keys.ts';

/** What a device signs to sign in: the relay's challenge (64 hex digits), for one relay's origin and no other. */
export interface AccountChallenge {
  readonly challenge: string;
  /** Scheme, host and port, e.g. `https://relay.example`. */
  readonly origin: string;
}

/**
 * Signs a relay's challenge with the account key: Ed25519 over the length-prefixed labels
 * `quittance/account | origin | challenge`. Answers 128 hex digits.
 */
export function signAccountChallenge(challenge: AccountChallenge, account: KeyPair): string {
  return bytesToHex(ed25519.sign(challengeBytes(challenge), account.secretKey));
}

/** Whether the signature (hex) over a challenge is by the account key (hex); false for anything malformed. */
export function verifyAccountChallenge(challenge: AccountChallenge, accountKey: string, signature: string): boolean {
  try {
    return ed25519.verify(hexToBytes(signature), challengeBytes(challenge), hexToBytes(accountKey), { zip215: false });
  } catch {
    return false;
  }
}

function challengeBytes({ challenge, origin }: AccountChallenge): Uint8Array {
  return associatedData(['quittance/account', origin, challenge]);
}
