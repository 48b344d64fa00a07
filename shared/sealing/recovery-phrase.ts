import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { fail, ok, type Result } from '../result.ts';

/** Words in a recovery phrase: 256 bits and an 8-bit checksum, 11 bits a word (BIP-39). */
export const recoveryPhraseLength = 24;

/** Writes a 32-byte root secret as 24 English words (BIP-39). */
export function rootSecretToPhrase(rootSecret: Uint8Array): string {
  return entropyToMnemonic(rootSecret, wordlist);
}

/**
 * Reads a recovery phrase back, whatever its capitals, spacing and line breaks.
 *
 * Problems: `phrase.word-count`, `phrase.unknown-word` (its place in `path`), `phrase.checksum`.
 */
export function phraseToRootSecret(phrase: string): Result<Uint8Array> {
  const words = phrase
    .normalize('NFKD')
    .toLowerCase()
    .trim()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length !== recoveryPhraseLength) {
    return fail(
      'phrase.word-count',
      `A recovery phrase has ${recoveryPhraseLength} words; this one has ${words.length}.`,
    );
  }
  const wrong = words.findIndex((word) => !wordlist.includes(word));
  if (wrong !== -1) {
    return fail(
      'phrase.unknown-word',
      `Word ${wrong + 1}, "${words[wrong]}", is not a recovery word. Check its spelling.`,
      { path: [wrong] },
    );
  }
  try {
    return ok(mnemonicToEntropy(words.join(' '), wordlist));
  } catch {
    return fail(
      'phrase.checksum',
      'All words are known, but together they are no recovery phrase. Check their order and look for a swapped word.',
    );
  }
}
