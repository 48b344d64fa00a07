import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOut } from '../../../../shared/money/share-out.ts';

const weights = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 12 });
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

test('shares add up to the sum, and none is a whole unit away from its exact part', () => {
  fc.assert(
    fc.property(weights, fc.bigInt(0n, 10n ** 13n), (all, amount) => {
      const shares = shareOut(amount, all);
      const total = sum(all);
      expect(sum(shares)).toBe(total === 0n ? 0n : amount);
      for (const [index, share] of shares.entries()) {
        const off = share * total - amount * (all[index] ?? 0n);
        expect(total === 0n || (off < total && off > -total)).toBe(true);
      }
    }),
  );
});

test('where there is enough, no share is more than its weight', () => {
  fc.assert(
    fc.property(weights, fc.nat(1000), (all, part) => {
      const shares = shareOut((sum(all) * BigInt(part)) / 1000n, all);
      for (const [index, share] of shares.entries()) expect(share <= (all[index] ?? 0n)).toBe(true);
    }),
  );
});

test.each([
  [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
  [1n, [5n, 7n], [0n, 1n]],
  [10n, [0n, 0n], [0n, 0n]],
  [0n, [3n], [0n]],
])('%s over %s', (amount, all, shares) => expect(shareOut(amount, all)).toEqual(shares));
