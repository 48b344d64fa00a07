import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressBlockSize, maxAddressIndex, nextAddressIndex } from '../../../../shared/payment/address-index.ts';
import { unwrap } from '../../../../shared/result.ts';

const lastOrdinal = 2146;

test.each([
  ['the first device begins at 0', 0, [], null, 0],
  ['and counts on', 0, [0, 1, 2], null, 3],
  ['a gap is not filled', 0, [0, 7], null, 8],
  ['the high-water mark holds where invoices are not back yet', 0, [0], 41, 42],
  ['the invoices hold where the high-water mark is older', 0, [0, 50], 41, 51],
  ['other devices count for themselves', 0, [0, 1_000_000, 3_000_017], null, 1],
  ['the second device has the second million', 1, [0, 1, 2], null, 1_000_000],
  ['its own high-water mark', 1, [], 1_000_004, 1_000_005],
  ['a high-water mark from another block says nothing', 1, [], 12, 1_000_000],
  ['the last of a block', 0, [999_998], null, 999_999],
  ['the last device', lastOrdinal, [], null, lastOrdinal * addressBlockSize],
])('%s', (_, ordinal, used, highWater, index) => {
  expect(nextAddressIndex({ ordinal, used, highWater })).toEqual({ ok: true, value: index });
});

test.each([
  ['by an invoice', [addressBlockSize - 1], null],
  ['by the high-water mark', [], addressBlockSize - 1],
])('a block that is full, %s, is a problem', (_, used, highWater) => {
  expect(nextAddressIndex({ ordinal: 0, used, highWater })).toMatchObject({
    ok: false,
    problem: { code: 'address-index.block-full' },
  });
});

test.each([lastOrdinal + 1, 5000, Number.MAX_SAFE_INTEGER])(
  'device %i is beyond what an xpub can derive',
  (ordinal) => {
    expect(nextAddressIndex({ ordinal, used: [], highWater: null })).toMatchObject({
      ok: false,
      problem: { code: 'address-index.too-many-devices' },
    });
  },
);

test.each([-1, 0.5, NaN])('%d is no ordinal', (ordinal) => {
  expect(() => nextAddressIndex({ ordinal, used: [], highWater: null })).toThrow(RangeError);
});

describe('whatever happens', () => {
  /** A device issues, learns what others issued, loses its invoices (not its mark), or its mark (not its invoices). */
  const step = fc.record({
    device: fc.nat(3),
    what: fc.constantFrom('issue', 'issue', 'issue', 'sync', 'lose invoices', 'lose mark'),
  });

  test('no index is ever given twice, and each is in its device’s block', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const devices = [0, 1, 2, 3].map((ordinal) => ({
          ordinal,
          known: new Set<number>(),
          highWater: null as number | null,
        }));
        const everything = new Set<number>();
        for (const { device: at, what } of steps) {
          const device = devices[at]!;
          if (what === 'sync') for (const index of everything) device.known.add(index);
          // A restored folder has the mark; one without it is fresh, and is filled from the account before it issues.
          if (what === 'lose invoices') device.known.clear();
          if (what === 'lose mark') device.highWater = null;
          if (device.highWater === null) for (const index of everything) device.known.add(index);
          if (what !== 'issue') continue;
          const index = unwrap(
            nextAddressIndex({ ordinal: device.ordinal, used: device.known, highWater: device.highWater }),
          );
          expect(everything.has(index)).toBe(false);
          expect(Math.floor(index / addressBlockSize)).toBe(device.ordinal);
          expect(index).toBeLessThanOrEqual(maxAddressIndex);
          everything.add(index);
          device.known.add(index);
          device.highWater = index;
        }
      }),
    );
  });

  test('the next index is above everything known of the block, and as low as that allows', () => {
    const index = fc.nat(3 * addressBlockSize - 1);
    fc.assert(
      fc.property(fc.nat(2), fc.array(index), fc.option(index), (ordinal, used, highWater) => {
        const own = [...used, ...(highWater === null ? [] : [highWater])].filter(
          (each) => Math.floor(each / addressBlockSize) === ordinal,
        );
        fc.pre(!own.includes((ordinal + 1) * addressBlockSize - 1));
        const next = unwrap(nextAddressIndex({ ordinal, used, highWater }));
        expect(next).toBe(own.length === 0 ? ordinal * addressBlockSize : Math.max(...own) + 1);
      }),
    );
  });
});
