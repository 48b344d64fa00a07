import { HARDENED_OFFSET, HDKey } from '@scure/bip32';
import { fail, ok, type Problem, type Result } from '../result.ts';

/**
 * An account's extended public key (BIP-32), and the number of the account that it says it is (0 for `m/44'/60'/0'`).
 */
export interface AccountXpub {
  readonly xpub: string;
  readonly account: number;
}

/**
 * Why text is no account key to derive addresses from: `private` where it holds a secret; `testnet` for the keys of
 * test networks; `bitcoin-only` for ypub and zpub; `malformed` where it does not look like an xpub; `checksum` where a
 * character is wrong; `wrong-depth` where it is not three levels below the root; `not-an-account` where its last step
 * is not hardened.
 */
export type AccountXpubProblemCode =
  | 'account-xpub.private'
  | 'account-xpub.testnet'
  | 'account-xpub.bitcoin-only'
  | 'account-xpub.malformed'
  | 'account-xpub.checksum'
  | 'account-xpub.wrong-depth'
  | 'account-xpub.not-an-account';
/** The refusal of an account key; no message repeats what was typed. */
export type AccountXpubProblem = Problem & { readonly code: AccountXpubProblemCode };

/** Levels below the wallet's root at which `m/44'/60'/account'` is (BIP-44). */
const accountDepth = 3;

/**
 * Reads an account's xpub as pasted: `xpub…`, at depth 3, a hardened child (BIP-32, BIP-44).
 *
 * No message repeats what was typed, for it may be a secret: an xprv, a private key in hex and a recovery phrase are
 * refused as `account-xpub.private`, wherever they are in the text. An xpub does not say which coin it is for: show its
 * first address, so that the owner compares it with the wallet.
 */
export function parseAccountXpub(text: string): Result<AccountXpub, AccountXpubProblem> {
  const typed = text.trim();
  // First: by chance "prv" stands in the letters of one genuine xpub in a few hundred.
  const key = readKey(typed);
  if (key.ok) return checkPlace(typed, key.value);
  if (holdsSecret(typed))
    return fail(
      'account-xpub.private',
      'This is a secret that can spend your money, not an xpub. Nothing of it was kept. Clear your clipboard, treat it as seen by others if this machine is not yours alone, and export the public key (xpub) instead.',
    );
  return foreignPrefix(typed) ?? key;
}

function holdsSecret(typed: string): boolean {
  const isExtendedPrivateKey = /[a-z]prv[1-9A-HJ-NP-Za-km-z]{20}/i.test(typed);
  const isHexKey = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.test(typed);
  const isPhrase = /^[\s\d.,)]*(?:[a-z]{3,8}[\s\d.,)]+){11,}[a-z]{3,8}[\s.,]*$/i.test(typed);
  return isExtendedPrivateKey || isHexKey || isPhrase;
}

/** Extended keys of other networks, told by the letters that their version bytes become (SLIP-132). */
function foreignPrefix(typed: string) {
  const prefix = typed.slice(0, 4);
  if (/^[tuv]pub$/i.test(prefix))
    return fail(
      'account-xpub.testnet',
      `This key begins with ${prefix}: it is of a test network. Export the xpub of your Ethereum account at m/44'/60'/0'.`,
    );
  if (/^[yz]pub$/i.test(prefix))
    return fail(
      'account-xpub.bitcoin-only',
      `This key begins with ${prefix}: it is of a Bitcoin account. Export the xpub of your Ethereum account at m/44'/60'/0'.`,
    );
  return undefined;
}

function readKey(typed: string): Result<HDKey, AccountXpubProblem> {
  if (!/^xpub[1-9A-HJ-NP-Za-km-z]{107}$/.test(typed))
    return fail(
      'account-xpub.malformed',
      'This is not an xpub. It must begin with xpub and have 111 letters and digits, without spaces. Copy the whole of it again.',
    );
  try {
    return ok(HDKey.fromExtendedKey(typed));
  } catch {
    return fail(
      'account-xpub.checksum',
      'This xpub is damaged: its checksum or its key is wrong. A character was lost or changed; copy it again.',
    );
  }
}

function checkPlace(xpub: string, { depth, index }: HDKey): Result<AccountXpub, AccountXpubProblem> {
  if (depth !== accountDepth)
    return fail(
      'account-xpub.wrong-depth',
      `This xpub is ${depthInWords(depth)}. Export the one of the account, at m/44'/60'/0' (depth ${accountDepth}).`,
    );
  if (index < HARDENED_OFFSET)
    return fail(
      'account-xpub.not-an-account',
      "This xpub is at an account's depth, but is no account: its last step is not hardened. Export the one at m/44'/60'/0'.",
    );
  return ok({ xpub, account: index - HARDENED_OFFSET });
}

function depthInWords(depth: number): string {
  if (depth === 0) return 'of the whole wallet (depth 0)';
  const side = depth < accountDepth ? 'above' : 'below';
  return `at depth ${depth}, ${side} the account`;
}
