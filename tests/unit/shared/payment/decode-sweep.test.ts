import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toChecksumAddress, type Address } from '../../../../shared/money/address.ts';
import { decodeSweep } from '../../../../shared/payment/decode-sweep.ts';
import { encodeSweep, type SweepItem } from '../../../../shared/payment/sweep-calldata.ts';

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array): `0x${string}` => `0x${Buffer.from(array).toString('hex')}`);
const address = hex(20)
  .filter((text) => !/^0x0+$/.test(text))
  .map((text): Address => toChecksumAddress(text));
const item: fc.Arbitrary<SweepItem> = fc.record({ owner: address, salt: hex(32), token: fc.option(address) });

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 8 }), fc.bigInt(0n, 1n << 60n), (items, gasPerItem) => {
      expect(decodeSweep(encodeSweep(items, gasPerItem))).toEqual({ items, gasPerItem });
    }),
  );
});

test('anything else is null', () => {
  const owner: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
  const good = encodeSweep([{ owner, salt: `0x${'1'.repeat(64)}`, token: null }]);
  const bad = [
    '',
    '0x',
    '0x3403f04b',
    good.slice(0, -2),
    `${good}00`,
    good.replace('3403f04b', 'a9059cbb'),
    `${good}${'0'.repeat(64)}`,
  ];
  for (const text of bad) expect(decodeSweep(text)).toBeNull();
});
