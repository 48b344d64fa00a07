import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signAccountChallenge, verifyAccountChallenge } from '../../../../shared/sealing/account-challenge.ts';
import { signCanonical, verifyCanonical } from '../../../../shared/sealing/canonical-signature.ts';
import { hashDocumentId, openDocument, sealDocument } from '../../../../shared/sealing/document-envelope.ts';
import { associatedData } from '../../../../shared/sealing/envelope.ts';
import { createLinkId, createLinkKey, openLink, sealLink } from '../../../../shared/sealing/link-envelope.ts';
import { phraseToRootSecret, rootSecretToPhrase } from '../../../../shared/sealing/recovery-phrase.ts';
import { deriveWorkspaceKeys } from '../../../../shared/sealing/workspace-keys.ts';
import { unwrapSecret, wrapSecret } from '../../../../shared/sealing/wrapped-secret.ts';
import { unwrap } from '../../../../shared/result.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const keys = deriveWorkspaceKeys(random(32));
const others = deriveWorkspaceKeys(random(32));
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const place = fc.record({ collection: hex(64), id: hex(64), rev: hex(32) });

describe('documents', () => {
  test('open to what was sealed, and only in their place', () => {
    fc.assert(
      fc.property(fc.string(), place, place, (text, here, there) => {
        const sealed = sealDocument(text, here, keys, random);
        expect(openDocument(sealed, here, keys)).toEqual({ ok: true, value: text });
        if (JSON.stringify(here) !== JSON.stringify(there))
          expect(openDocument(sealed, there, keys)).toMatchObject({ problem: { code: 'envelope.tampered' } });
        expect(openDocument(sealed, here, others)).toMatchObject({ problem: { code: 'envelope.unknown-key' } });
      }),
      { numRuns: 50 },
    );
  });

  test('never open with a bit flipped or a byte missing', () => {
    fc.assert(
      fc.property(fc.string(), place, fc.nat(), fc.nat(7), (text, here, at, bit) => {
        const sealed = sealDocument(text, here, keys, random);
        const flipped = Uint8Array.from(sealed);
        flipped[at % sealed.length]! ^= 1 << bit;
        expect(openDocument(flipped, here, keys).ok).toBe(false);
        expect(openDocument(sealed.subarray(0, at % sealed.length), here, keys).ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('say little by their size', () => {
    const here = { collection: 'c', id: 'i', rev: 'r' };
    const size = (text: string) => sealDocument(text, here, keys, random).length;
    expect(size('a')).toBe(size('a'.repeat(200)));
    expect(size('a'.repeat(5_000))).toBe(size('a'.repeat(8_000)));
  });

  test('ids differ by collection and by workspace', () => {
    expect(hashDocumentId('a', 'bc', keys)).not.toBe(hashDocumentId('ab', 'c', keys));
    expect(hashDocumentId('a', 'b', keys)).not.toBe(hashDocumentId('a', 'b', others));
  });
});

test('associated data is unambiguous: no two lists of labels read the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
      const equal = Buffer.from(associatedData(a)).equals(Buffer.from(associatedData(b)));
      expect(equal).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

describe('links', () => {
  const id = createLinkId(random);
  const key = createLinkKey(random);
  const sealed = unwrap(sealLink(Uint8Array.of(1, 2, 3), id, key, 'invoice', random));

  test('a cut or mistyped key is told from a wrong one', () => {
    expect(openLink(sealed, id, key.slice(0, -1), 'invoice')).toMatchObject({
      problem: { code: 'link.key-incomplete' },
    });
    expect(openLink(sealed, id, key.slice(0, 20), 'invoice')).toMatchObject({
      problem: { code: 'link.key-incomplete' },
    });
    expect(openLink(sealed, id, '', 'invoice')).toMatchObject({ problem: { code: 'link.key-incomplete' } });
    expect(openLink(sealed, id, createLinkKey(random), 'invoice')).toMatchObject({
      problem: { code: 'link.wrong-key' },
    });
  });

  test('one content does not open as the other, nor under another id', () => {
    expect(openLink(sealed, id, key, 'pdf')).toMatchObject({ problem: { code: 'link.tampered' } });
    expect(openLink(sealed, createLinkId(random), key, 'invoice')).toMatchObject({
      problem: { code: 'link.tampered' },
    });
  });
});

describe('recovery phrases', () => {
  test('carry any secret there and back, whatever the spacing and capitals', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret) => {
        const untidy = `  ${rootSecretToPhrase(secret).toUpperCase().replaceAll(' ', ' \n ')} `;
        expect(phraseToRootSecret(untidy)).toEqual({ ok: true, value: secret });
      }),
      { numRuns: 30 },
    );
  });

  test('say what is wrong with them', () => {
    const words = rootSecretToPhrase(new Uint8Array(32)).split(' ');
    expect(phraseToRootSecret(words.slice(1).join(' '))).toMatchObject({ problem: { code: 'phrase.word-count' } });
    expect(phraseToRootSecret(words.with(4, 'abandonn').join(' '))).toMatchObject({
      problem: { code: 'phrase.unknown-word', path: [4] },
    });
    expect(phraseToRootSecret(words.with(4, 'zoo').join(' '))).toMatchObject({ problem: { code: 'phrase.checksum' } });
  });
});

describe('signatures', () => {
  test('hold for the value however its members are ordered, and for nothing else', () => {
    const signature = signCanonical({ a: 1, b: [2] }, 'payable-invoice', keys.signing);
    expect(verifyCanonical({ b: [2], a: 1 }, 'payable-invoice', signature)).toBe(true);
    expect(verifyCanonical({ b: [3], a: 1 }, 'payable-invoice', signature)).toBe(false);
    expect(verifyCanonical({ b: [2], a: 1 }, 'receipt', signature)).toBe(false);
    expect(verifyCanonical({ b: [2], a: 1 }, 'payable-invoice', { ...signature, value: 'nonsense' })).toBe(false);
  });

  test('a challenge signed for one relay is worth nothing at another', () => {
    const challenge = { challenge: 'ab'.repeat(32), origin: 'https://relay.example' };
    const signature = signAccountChallenge(challenge, keys.account);
    const accountKey = Buffer.from(keys.account.publicKey).toString('hex');
    expect(verifyAccountChallenge(challenge, accountKey, signature)).toBe(true);
    expect(verifyAccountChallenge({ ...challenge, origin: 'https://evil.example' }, accountKey, signature)).toBe(false);
    expect(verifyAccountChallenge(challenge, accountKey, 'zz')).toBe(false);
  });
});

test('a wrapped secret opens with its passphrase alone, and not with cheaper parameters', async () => {
  const cheap = { memory: 64, passes: 1, lanes: 1 };
  const wrapped = await wrapSecret(new Uint8Array(32).fill(7), 'pässword', random, cheap);
  expect(await unwrapSecret(wrapped, 'pässword'.normalize('NFD'))).toEqual({
    ok: true,
    value: new Uint8Array(32).fill(7),
  });
  expect(await unwrapSecret(wrapped, 'password')).toMatchObject({ problem: { code: 'secret.wrong-passphrase' } });
  expect(await unwrapSecret(wrapped.replace('$64$', '$128$'), 'pässword')).toMatchObject({
    problem: { code: 'secret.wrong-passphrase' },
  });
  expect(await unwrapSecret('quittance-secret$argon2id$99999999$1$1$AA$AA', 'x')).toMatchObject({
    problem: { code: 'secret.unreadable' },
  });
});

test.each([
  ['absurd memory', 'quittance-secret$argon2id$99999999$1$1$AAAAAAAAAAAAAAAAAAAAAA$AA'],
  ['less memory than its lanes need', 'quittance-secret$argon2id$64$1$16$AAAAAAAAAAAAAAAAAAAAAA$AA'],
  ['a cut salt', 'quittance-secret$argon2id$64$1$1$AAAA$AA'],
  ['no salt', 'quittance-secret$argon2id$64$1$1$$AA'],
  ['no envelope', 'quittance-secret$argon2id$64$1$1$AAAAAAAAAAAAAAAAAAAAAA'],
  ['nothing at all', ''],
])('a wrapped secret with %s is told as unreadable', async (_, wrapped) => {
  expect(await unwrapSecret(wrapped, 'x')).toMatchObject({ problem: { code: 'secret.unreadable' } });
});
