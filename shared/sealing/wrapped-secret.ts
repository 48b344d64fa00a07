import { argon2idAsync } from '@noble/hashes/argon2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fail, ok, type Result } from '../result.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { openEnvelope, sealEnvelope, type RandomBytes } from './envelope.ts';

/**
 * A root secret wrapped by a passphrase, as a line of text for a file:
 *
 *     quittance-secret$argon2id$<memory KiB>$<passes>$<lanes>$<salt, base64url>$<envelope, base64url>
 *
 * Argon2id (RFC 9106) makes the key from the passphrase (UTF-8, NFKC); everything before the envelope is its associated
 * data, so that cheaper parameters cannot be slipped in.
 */
export interface PassphraseCost {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

/** RFC 9106's second recommended setting, for machines that cannot spare 2 GiB: 64 MiB, 3 passes, 4 lanes. */
export const recommendedCost: PassphraseCost = { memory: 65_536, passes: 3, lanes: 4 };
const mostExpensive: PassphraseCost = { memory: 1_048_576, passes: 16, lanes: 16 };
const saltLength = 16;

/** Wraps a 32-byte secret. */
export async function wrapSecret(
  secret: Uint8Array,
  passphrase: string,
  random: RandomBytes,
  cost = recommendedCost,
): Promise<string> {
  const salt = random(saltLength);
  const head = ['quittance-secret', 'argon2id', cost.memory, cost.passes, cost.lanes, toBase64url(salt)].join('$');
  const key = { key: await stretch(passphrase, salt, cost), id: new Uint8Array(8) };
  return `${head}$${toBase64url(sealEnvelope(secret, key, [head], random))}`;
}

/**
 * Unwraps a secret. Problems: `secret.wrong-passphrase`, `secret.unreadable` (not this format, or absurd parameters).
 */
export async function unwrapSecret(wrapped: string, passphrase: string): Promise<Result<Uint8Array>> {
  const parts = wrapped.trim().split('$');
  const [name, algorithm, memory, passes, lanes, salt, envelope] = parts;
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const saltBytes = fromBase64url(salt ?? '');
  const envelopeBytes = fromBase64url(envelope ?? '');
  const isOurs = name === 'quittance-secret' && algorithm === 'argon2id' && parts.length === 7;
  if (!isOurs || !isSane(cost) || saltBytes?.length !== saltLength || !envelopeBytes) {
    return fail(
      'secret.unreadable',
      'The file with the wrapped secret is damaged. Restore the workspace from its recovery phrase.',
    );
  }
  const key = { key: await stretch(passphrase, saltBytes, cost), id: new Uint8Array(8) };
  const opened = openEnvelope(envelopeBytes, key, [parts.slice(0, 6).join('$')]);
  return opened.ok
    ? ok(opened.value)
    : fail('secret.wrong-passphrase', 'The passphrase is not the right one. Try again.');
}

function stretch(passphrase: string, salt: Uint8Array, cost: PassphraseCost): Promise<Uint8Array> {
  return argon2idAsync(utf8ToBytes(passphrase.normalize('NFKC')), salt, {
    m: cost.memory,
    t: cost.passes,
    p: cost.lanes,
    dkLen: 32,
  });
}

/**
 * Bounded above, so that a forged file cannot hang the app; Argon2 itself asks for 8 KiB of memory a
 * lane (RFC 9106 §3.1).
 */
function isSane(cost: PassphraseCost): boolean {
  const isBounded = (['memory', 'passes', 'lanes'] as const).every(
    (name) => Number.isInteger(cost[name]) && cost[name] >= 1 && cost[name] <= mostExpensive[name],
  );
  return isBounded && cost.memory >= 8 * cost.lanes;
}
