import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64url, toBase64url } from './base64url.ts';
import { openEnvelope, sealEnvelope, type RandomBytes, type SealingKey } from './envelope.ts';
import { fail, ok, type Result } from '../result.ts';

/** What a link envelope holds: the signed invoice's JSON, or its PDF. The two do not open as one another. */
export type LinkContent = 'invoice' | 'pdf';

/**
 * A published link's secret: 32 random bytes, written in the address after `#` as base64url followed by a checksum of 2
 * characters (the first 12 bits of SHA-256 over `quittance/link-key` and the key), so that a cut address is told from a
 * wrong one. The fragment never reaches a server.
 */
export function createLinkKey(random: RandomBytes): string {
  const key = random(32);
  return toBase64url(key) + checksum(key);
}

/** Makes a link's public id: 16 random bytes as base64url, 22 characters. */
export function createLinkId(random: RandomBytes): string {
  return toBase64url(random(16));
}

/** Seals content for a link: the envelope of `envelope.ts` with the labels `quittance/link | link id | content`. */
export function sealLink(
  plaintext: Uint8Array,
  linkId: string,
  linkKey: string,
  content: LinkContent,
  random: RandomBytes,
): Result<Uint8Array> {
  const key = readLinkKey(linkKey);
  return key.ok ? ok(sealEnvelope(plaintext, key.value, labels(linkId, content), random)) : key;
}

/**
 * Opens a link's content. Problems: `link.key-incomplete` (the address was cut or mistyped), `link.wrong-key`,
 * `link.tampered` (changed on the relay or on the way), `link.unknown-version`.
 */
export function openLink(
  envelope: Uint8Array,
  linkId: string,
  linkKey: string,
  content: LinkContent,
): Result<Uint8Array> {
  const key = readLinkKey(linkKey);
  if (!key.ok) return key;
  const opened = openEnvelope(envelope, key.value, labels(linkId, content));
  if (opened.ok) return opened;
  switch (opened.problem.code) {
    case 'envelope.unknown-key':
      return fail(
        'link.wrong-key',
        'The key in this address does not open this invoice. Ask the sender for the address again.',
      );
    case 'envelope.unknown-version':
      return fail('link.unknown-version', 'This invoice was made by a newer version. Reload the page in a moment.');
    default:
      return fail('link.tampered', 'This invoice was changed after it was sent. Do not pay it; ask the sender.');
  }
}

function readLinkKey(text: string): Result<SealingKey> {
  const key = text.length === 45 ? fromBase64url(text.slice(0, 43)) : null;
  if (!key || checksum(key) !== text.slice(43)) {
    return fail(
      'link.key-incomplete',
      'The address is incomplete: part of it after the # is missing or changed. Copy the whole address from the email.',
    );
  }
  return ok({ key, id: sha256(concatBytes(utf8ToBytes('quittance/link-key-id'), key)).slice(0, 8) });
}

function checksum(key: Uint8Array): string {
  return toBase64url(sha256(concatBytes(utf8ToBytes('quittance/link-key'), key)).slice(0, 2)).slice(0, 2);
}

function labels(linkId: string, content: LinkContent): string[] {
  return ['quittance/link', linkId, content];
}
