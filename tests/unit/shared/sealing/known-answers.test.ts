import { createPrivateKey, createPublicKey, hkdfSync, sign, createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signAccountChallenge } from '../../../../shared/sealing/account-challenge.ts';
import { signatureFingerprint, signCanonical } from '../../../../shared/sealing/canonical-signature.ts';
import {
  hashCollection,
  hashDocumentId,
  openDocument,
  sealDocument,
} from '../../../../shared/sealing/document-envelope.ts';
import { createLinkKey, openLink, sealLink } from '../../../../shared/sealing/link-envelope.ts';
import { rootSecretToPhrase } from '../../../../shared/sealing/recovery-phrase.ts';
import { deriveWorkspaceKeys } from '../../../../shared/sealing/workspace-keys.ts';
import { unwrap } from '../../../../shared/result.ts';

const hex = (bytes: Uint8Array | ArrayBuffer): string => Buffer.from(bytes as Uint8Array).toString('hex');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
const random = (length: number) => Uint8Array.from({ length }, (_, index) => 255 - index);
const keys = deriveWorkspaceKeys(secret);

describe('formats that must never change, for documents sealed today must open for ever', () => {
  test('the recovery phrase is the BIP-39 one', () => {
    expect(rootSecretToPhrase(secret)).toBe(
      'abandon amount liar amount expire adjust cage candy arch gather drum bullet absurd math era live bid rhythm alien crouch range attend journey unaware',
    );
  });

  test('derived keys', () => {
    expect(keys.workspaceId).toBe('aca70820d24580543b1dc264554116a2');
    expect(hex(keys.document.key)).toBe('f42e0b6beba7c3e470c263290abadab2cf100db3a81d822a00d44db28b1747f2');
    expect(hex(keys.document.id)).toBe('86a957415c9f2db6');
    expect(hex(keys.inbox.publicKey)).toBe('d1e120d8f220b102a5b74f3009d3d74f4d06633008e885922607f36944dbf472');
  });

  test("keys agree with Node's own HKDF and Ed25519", () => {
    for (const [name, key] of [
      ['document', keys.document.key],
      ['id', keys.idKey],
      ['signing', keys.signing.secretKey],
    ] as const) {
      expect(hex(hkdfSync('sha256', secret, new Uint8Array(), `quittance/v1/${name}`, 32))).toBe(hex(key));
    }
    expect(
      hex(createPublicKey(nodeKey(keys.signing.secretKey)).export({ type: 'spki', format: 'der' }).subarray(-32)),
    ).toBe(hex(keys.signing.publicKey));
  });

  test('names at the relay', () => {
    expect(hashCollection('invoices', keys)).toBe('60f6b798f794b761fb3fb68a59d735d09173173b42a1354f812ef7a15bd078af');
    expect(hashDocumentId('invoices', 'a', keys)).toBe(
      'e29b573e8f17165b626e394521f651cb868d15a7bf77ce4555256f01bffe8e0b',
    );
  });

  test('a sealed document', () => {
    const place = { collection: 'c'.repeat(64), id: 'd'.repeat(64), rev: 'e'.repeat(32) };
    const sealed = sealDocument('{"a":1}', place, keys, random);
    expect(sha256(sealed)).toBe('580a9384affa50d36b26b8e45c2c44e0e4ea9318c4b5b048e1a0d9bc03c9ea27');
    expect(unwrap(openDocument(sealed, place, keys))).toBe('{"a":1}');
  });

  test('a sealed link', () => {
    const key = createLinkKey(random);
    expect(key).toBe('__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eAvK');
    const sealed = unwrap(sealLink(Uint8Array.of(1, 2, 3), 'A'.repeat(22), key, 'invoice', random));
    expect(sha256(sealed)).toBe('dd72cb2a3fd9c1e41c0e2942249233792a0efec5734ca19166f7877cf2e63611');
    expect(unwrap(openLink(sealed, 'A'.repeat(22), key, 'invoice'))).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("a signature over RFC 8785 JSON is the one that Node's own Ed25519 makes", () => {
    const signature = signCanonical({ b: 1, a: 'é' }, 'payable-invoice', keys.signing);
    const signed = Buffer.from('quittance/signature/v1\0payable-invoice\0{"a":"é","b":1}', 'utf8');
    expect(signature.value).toBe(sign(null, signed, nodeKey(keys.signing.secretKey)).toString('hex'));
    expect(signatureFingerprint(signature.publicKey)).toBe('3167 784C 40F3 4D67');
  });

  test('a signed challenge', () => {
    expect(signAccountChallenge({ challenge: 'ab'.repeat(32), origin: 'https://relay.example' }, keys.account)).toBe(
      '640caa72b9c3c807834dd4a4a33c248cedb42636e1ec336602b40bbb848c9fd5f48e412331cf18c93d5b74d5247e1c7d9c11d9d73e1c4f165b4e82bed4ccc109',
    );
  });
});

function nodeKey(seed: Uint8Array) {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
