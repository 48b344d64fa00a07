import fc from 'fast-check';
import { concatHex, encodeFunctionData, erc20Abi, parseAbi } from 'viem';
import { describe, expect, test } from 'vitest';
import { taggedTransfers } from '../../../../shared/payment/payment-tag.ts';
import { encodeTransferCalldata } from '../../../../shared/payment/transfer-calldata.ts';
import { tag, wallet } from './fixtures.ts';

const batchAbi = parseAbi(['function executeBatch((address target, uint256 value, bytes data)[] calls)']);
const addresses = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as const);
const tags = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));

describe('writing', () => {
  test('a known answer', () => {
    expect(encodeTransferCalldata(wallet, 1_200_004_217n, tag)).toBe(
      '0xa9059cbb' +
        '00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8' +
        '0000000000000000000000000000000000000000000000000000000047869c79' +
        '51544731' +
        '00112233445566778899aabbccddeeff',
    );
  });

  test('is what viem encodes, and the tag after it', () => {
    fc.assert(
      fc.property(addresses, fc.bigInt(0n, 2n ** 256n - 1n), tags, (to, units, tagText) => {
        const plain = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, units] });
        expect(encodeTransferCalldata(to, units)).toBe(plain);
        const tagged = encodeTransferCalldata(to, units, tagText);
        expect(tagged).toBe(concatHex([plain, '0x51544731', `0x${tagText}`]));
        expect(taggedTransfers(tagged)).toEqual([{ to, units, tag: tagText }]);
        expect(taggedTransfers(plain)).toEqual([]);
      }),
    );
  });

  test('malformed parts are bugs', () => {
    expect(() => encodeTransferCalldata('0x12', 1n)).toThrow(RangeError);
    expect(() => encodeTransferCalldata(wallet, -1n)).toThrow(RangeError);
    expect(() => encodeTransferCalldata(wallet, 2n ** 256n)).toThrow(RangeError);
    expect(() => encodeTransferCalldata(wallet, 1n, 'XYZ')).toThrow(RangeError);
  });
});

describe('reading', () => {
  const call = encodeTransferCalldata(wallet, 5n, tag);
  const found = { to: wallet, units: 5n, tag };

  test('when the wallet wraps calls in a batch', () => {
    const other = encodeTransferCalldata(wallet, 6n, 'ff'.repeat(16));
    const target = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
    const calls = [call, other].map((data) => ({ target, value: 0n, data }) as const);
    const batch = encodeFunctionData({ abi: batchAbi, functionName: 'executeBatch', args: [calls] });
    expect(taggedTransfers(batch)).toEqual([found, { to: wallet, units: 6n, tag: 'ff'.repeat(16) }]);
  });

  test('when another suffix follows, and in capitals', () => {
    expect(taggedTransfers(`${call}deadbeef`)).toEqual([found]);
    expect(taggedTransfers(`0x${call.slice(2).toUpperCase()}`)).toEqual([found]);
  });

  test('a cut or bare tag is none', () => {
    expect(taggedTransfers(call.slice(0, -2))).toEqual([]);
    expect(taggedTransfers(`0x51544731${tag}`)).toEqual([]);
    expect(taggedTransfers(`0x${'00'.repeat(68)}51544731${tag}`)).toEqual([]);
    expect(taggedTransfers('0x')).toEqual([]);
    expect(taggedTransfers('')).toEqual([]);
  });

  test('a tag that itself holds the magic is read whole', () => {
    const tricky = '51544731515447315154473151544731';
    expect(taggedTransfers(encodeTransferCalldata(wallet, 5n, tricky))).toEqual([
      { to: wallet, units: 5n, tag: tricky },
    ]);
  });
});
