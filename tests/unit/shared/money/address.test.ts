import fc from 'fast-check';
import { getAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import {
  isSameAddress,
  parseAddress,
  parseReceivingAddress,
  toChecksumAddress,
} from '../../../../shared/money/address.ts';

const hexAddress = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as const);

function codeOf(text: string): string {
  const parsed = parseAddress(text);
  return parsed.ok ? 'ok' : parsed.problem.code;
}

describe('EIP-55', () => {
  test.each([
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
    '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  ])("%s, from the EIP's own examples", (address) => {
    expect(toChecksumAddress(address.toLowerCase())).toBe(address);
    expect(parseAddress(` ${address}\n`)).toEqual({ ok: true, value: address });
  });

  test('capitals are those of viem, for any address', () => {
    fc.assert(fc.property(hexAddress, (address) => toChecksumAddress(address) === getAddress(address)));
  });

  test('one flipped capital is noticed', () => {
    fc.assert(
      fc.property(hexAddress, fc.nat(39), (address, at) => {
        const good = toChecksumAddress(address);
        const letter = good.charAt(at + 2);
        const flipped = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
        const bad = good.slice(0, at + 2) + flipped + good.slice(at + 3);
        fc.pre(
          bad !== good && bad.slice(2) !== bad.slice(2).toLowerCase() && bad.slice(2) !== bad.slice(2).toUpperCase(),
        );
        expect(codeOf(bad)).toBe('address.bad-checksum');
      }),
    );
  });
});

test.each([
  ['', 'address.malformed'],
  ['0x', 'address.malformed'],
  ['vitalik.eth', 'address.malformed'],
  ['5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'address.malformed'],
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe', 'address.malformed'],
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd', 'address.malformed'],
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg', 'address.malformed'],
  ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'address.malformed'],
  [`0x${'0'.repeat(40)}`, 'address.zero'],
  ['0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'address.bad-checksum'],
  ['0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', 'ok'],
  ['0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED', 'ok'],
])('"%s" → %s', (text, expected) => {
  expect(codeOf(text)).toBe(expected);
});

test("a token's own contract cannot receive payments on its chain", () => {
  const usdcOnBase = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
  const refused = parseReceivingAddress(usdcOnBase, [1, 8453]);
  expect(refused).toMatchObject({ ok: false, problem: { code: 'address.token-contract' } });
  expect(parseReceivingAddress(usdcOnBase, [1]).ok).toBe(true);
  expect(isSameAddress(usdcOnBase, '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913')).toBe(true);
});
