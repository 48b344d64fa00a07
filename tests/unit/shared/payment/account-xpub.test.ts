import { createBase58check } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { HDKey } from '@scure/bip32';
import { generateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAccountXpub } from '../../../../shared/payment/account-xpub.ts';

// https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#test-vectors
const vector = {
  m: 'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8',
  'm/0H':
    'xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw',
  'm/0H/1/2H':
    'xpub6D4BDPcP2GT577Vvch3R8wDkScZWzQzMMUm3PWbmWvVJrZwQY4VUNgqFJPMM3No2dFDFGTsxxpG5uJh7n7epu4trkrX7x7DogT5Uv6fcLW5',
  'm/0H/1/2H private':
    'xprv9z4pot5VBttmtdRTWfWQmoH1taj2axGVzFqSb8C9xaxKymcFzXBDptWmT7FwuEzG3ryjH4ktypQSAewRiNMjANTtpgP4mLTj34bhnZX7UiM',
  'm/0H/1/2H/2':
    'xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTAwm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV',
  'm/0/2147483647H/1':
    'xpub6DF8uhdarytz3FWdA8TvFSvvAh8dP3283MY7p2V4SeE2wyWmG5mg5EwVvmdMVCQcoNJxGoWaU9DCWh89LojfZ537wTfunKau47EL2dhHKon',
};
const accountKey = vector['m/0H/1/2H'];
const base58check = createBase58check(sha256);

test('reads an account key, whatever surrounds it, and says which account it is', () => {
  expect(parseAccountXpub(` ${accountKey}\n`)).toEqual({ ok: true, value: { xpub: accountKey, account: 2 } });
});

test('reads one in whose letters "prv" stands by chance', () => {
  const xpub =
    'xpub6C2VcPdzjhKChrhNdGiWQG7Ari4UH1nRGtetZGtjfRaKVUfGhxu3JFppMJqsDytZYsNeTDWPsPQDhputpepprv1digLwbyXzAW8m1yzySuU';
  expect(parseAccountXpub(xpub)).toEqual({ ok: true, value: { xpub, account: 0 } });
});

test.each([
  ['m', vector.m, /whole wallet \(depth 0\).*m\/44'\/60'\/0'/],
  ['m/0H', vector['m/0H'], /depth 1, above the account.*m\/44'\/60'\/0'/],
  ['m/0H/1/2H/2', vector['m/0H/1/2H/2'], /depth 4, below the account.*m\/44'\/60'\/0'/],
])('refuses %s, which is at another depth, and says what to export', (_, xpub, message) => {
  const problem = problemOf(xpub);
  expect(problem.code).toBe('account-xpub.wrong-depth');
  expect(problem.message).toMatch(message);
});

test('refuses a key at depth 3 that is no hardened child', () => {
  expect(problemOf(vector['m/0/2147483647H/1']).code).toBe('account-xpub.not-an-account');
});

describe('a secret', () => {
  const phrase = 'test test test test test test test test test test test junk';
  const numbered = phrase.split(' ').map((word, index) => `${index + 1}. ${word}`);
  const privateKey = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
  const xprv = vector['m/0H/1/2H private'];
  test.each([
    xprv,
    `my key: ${xprv}`,
    `${accountKey} ${xprv}`,
    xprv.slice(0, 90),
    xprv.toLowerCase(),
    xprv.replace('xprv', 'tprv'),
    xprv.replace('xprv', 'zprv'),
    privateKey,
    `0x${privateKey.toUpperCase()}`,
    phrase,
    phrase.replaceAll(' ', ',\n').toUpperCase(),
    numbered.join('\n'),
  ])('is refused loudly and never repeated: %s', (secret) => {
    const problem = problemOf(secret);
    expect(problem.code).toBe('account-xpub.private');
    expect(problem.message).toMatch(/secret that can spend your money/);
    expect(problem.message).not.toContain(secret);
  });

  test('of 12 to 24 words is always recognised', () => {
    fc.assert(
      fc.property(fc.constantFrom(128, 160, 192, 224, 256), fc.constantFrom(' ', '\n', ', '), (bits, separator) => {
        const words = generateMnemonic(wordlist, bits).split(' ').join(separator);
        expect(problemOf(words).code).toBe('account-xpub.private');
      }),
    );
  });
});

test.each([
  ['tpub', 0x04_35_87_cf, 'account-xpub.testnet'],
  ['upub', 0x04_4a_52_62, 'account-xpub.testnet'],
  ['ypub', 0x04_9d_7c_b2, 'account-xpub.bitcoin-only'],
  ['zpub', 0x04_b2_47_46, 'account-xpub.bitcoin-only'],
])('a %s is of another network', (prefix, version, code) => {
  const bytes = base58check.decode(accountKey);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, version);
  const typed = base58check.encode(bytes);
  expect(typed.slice(0, 4)).toBe(prefix);
  expect(problemOf(typed)).toMatchObject({ code, message: expect.stringContaining(prefix) });
});

describe('damage', () => {
  test.each(['', 'xpub', '0x70997970C51812dc3A010C7d01b50e0d17dc79C8', accountKey.slice(0, -1), `${accountKey}1`])(
    '"%s" is no xpub',
    (typed) => expect(problemOf(typed).code).toBe('account-xpub.malformed'),
  );

  test('no single wrong character goes through', () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
    fc.assert(
      fc.property(fc.nat(accountKey.length - 1), fc.constantFrom(...alphabet), (at, character) => {
        fc.pre(accountKey[at] !== character);
        expect(parseAccountXpub(accountKey.slice(0, at) + character + accountKey.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  // As BIP-32's test vector 5 has them.
  test.each([
    ['a public version with a private key', 0x00],
    ['a public key with the prefix 04', 0x04],
    ['a public key with the prefix 01', 0x01],
  ])('%s is refused', (_, first) => {
    const bytes = base58check.decode(accountKey);
    bytes[45] = first;
    expect(problemOf(base58check.encode(bytes)).code).toBe('account-xpub.checksum');
  });

  test('a public key that is not on the curve is refused', () => {
    const bytes = base58check.decode(accountKey);
    bytes[45] = 0x02;
    bytes.fill(0, 46, 77);
    bytes[77] = 0x07;
    expect(problemOf(base58check.encode(bytes)).code).toBe('account-xpub.checksum');
  });
});

test('every account of every wallet is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.nat(0x7fff_ffff), (seed, account) => {
      const { publicExtendedKey } = HDKey.fromMasterSeed(seed).derive(`m/44'/60'/${account}'`);
      expect(parseAccountXpub(publicExtendedKey)).toEqual({ ok: true, value: { xpub: publicExtendedKey, account } });
    }),
    { numRuns: 20 },
  );
});

function problemOf(text: string) {
  const parsed = parseAccountXpub(text);
  if (parsed.ok) throw new Error('It was taken for an account key');
  return parsed.problem;
}
