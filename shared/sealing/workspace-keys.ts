import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { SealingKey } from './envelope.ts';

/** A key pair: 32-byte secret and 32-byte public key (Ed25519, RFC 8032, or X25519, RFC 7748). */
export interface KeyPair {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/**
 * All keys of a workspace, derived from its root secret.
 *
 * `document` seals documents; `idKey` hashes ids and collection names; `signing` signs invoices (its public key is on
 * every invoice); `account` signs in to the relay (a separate key, so that the relay cannot tie an account to
 * invoices); `inbox` receives; `forwarder` makes the salts of forwarder addresses. `workspaceId` is a hash of the
 * account's public key, in hex.
 */
export interface WorkspaceKeys {
  readonly workspaceId: string;
  readonly document: SealingKey;
  readonly idKey: Uint8Array;
  readonly signing: KeyPair;
  readonly account: KeyPair;
  readonly inbox: KeyPair;
  readonly forwarder: Uint8Array;
}

/**
 * Derives a workspace's keys from its 32-byte root secret by HKDF-SHA256 (RFC 5869): no salt, and for each key the info
 * `quittance/v1/<name>`. The document key's id is the first 8 bytes of SHA-256 over `quittance/v1/key-id` and the key.
 */
export function deriveWorkspaceKeys(rootSecret: Uint8Array): WorkspaceKeys {
  if (rootSecret.length !== 32) throw new Error(`A root secret has 32 bytes, not ${rootSecret.length}.`);
  const derive = (name: string): Uint8Array =>
    hkdf(sha256, rootSecret, undefined, utf8ToBytes(`quittance/v1/${name}`), 32);
  const account = signingPair(derive('account'));
  const inboxSecret = derive('inbox');
  return {
    workspaceId: bytesToHex(hashLabelled('workspace-id', account.publicKey)).slice(0, 32),
    document: sealingKey(derive('document')),
    idKey: derive('id'),
    signing: signingPair(derive('signing')),
    account,
    inbox: { secretKey: inboxSecret, publicKey: x25519.getPublicKey(inboxSecret) },
    forwarder: derive('forwarder'),
  };
}

/** Names a symmetric key by a short hash of it, so that an envelope can say which key opens it. */
export function sealingKey(key: Uint8Array): SealingKey {
  return { key, id: hashLabelled('key-id', key).slice(0, 8) };
}

function signingPair(secretKey: Uint8Array): KeyPair {
  return { secretKey, publicKey: ed25519.getPublicKey(secretKey) };
}

function hashLabelled(label: string, bytes: Uint8Array): Uint8Array {
  return sha256
    .create()
    .update(utf8ToBytes(`quittance/v1/${label}`))
    .update(bytes)
    .digest();
}
