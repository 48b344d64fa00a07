import fc from 'fast-check';
import { keccak256, type Hex } from 'viem';
import { expect, test } from 'vitest';
import { mayHoldLog } from '../../../../sync-server/chain/bloom.ts';
import { transferTopic } from '../../../../shared/payment/decode-transfer.ts';

/** The filter as the Yellow Paper defines it: a number with bit (hash pair mod 2048) set. */
function bloomOf(values: readonly Hex[]): Hex {
  let bits = 0n;
  for (const value of values) {
    const hash = keccak256(value).slice(2);
    for (const at of [0, 4, 8]) bits |= 1n << BigInt(Number.parseInt(hash.slice(at, at + 4), 16) % 2048);
  }
  return `0x${bits.toString(16).padStart(512, '0')}`;
}

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);

test('never denies a log that is there', () => {
  fc.assert(
    fc.property(address, fc.array(address, { maxLength: 5 }), (token, others) => {
      expect(mayHoldLog(bloomOf([token, transferTopic, ...others]), [...others, token], transferTopic)).toBe(true);
    }),
  );
});

test('denies where there is no log, or none of our tokens', () => {
  const ours: Hex = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
  const theirs: Hex = '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512';
  expect(mayHoldLog(bloomOf([]), [ours], transferTopic)).toBe(false);
  expect(mayHoldLog(bloomOf([theirs, transferTopic]), [ours], transferTopic)).toBe(false);
  expect(mayHoldLog(bloomOf([ours]), [ours], transferTopic)).toBe(false);
});
