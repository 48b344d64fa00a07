import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyDigits } from '../../../../shared/money/currency.ts';
import { minorAtPar, unitsAtPar } from '../../../../shared/money/par.ts';

test('a sum shifted to the token’s decimals, and back', () => {
  expect(unitsAtPar(120_000n, 'USD', 6)).toBe(1_200_000_000n);
  expect(unitsAtPar(1000n, 'JPY', 18)).toBe(1000n * 10n ** 18n);
  expect(minorAtPar(1_999_999n, 'USD', 6)).toBe(199n);
  expect(minorAtPar(1_999_999n, 'JPY', 6)).toBe(1n);
});

test('a token with fewer decimals than the currency is asked for in full units, never short', () => {
  expect(unitsAtPar(1_001n, 'KWD', 2)).toBe(101n);
  expect(minorAtPar(101n, 'KWD', 2)).toBe(1_010n);
});

test('what is asked for is worth the sum, and a base unit less is not', () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 15n),
      fc.constantFrom('USD', 'JPY', 'KWD'),
      fc.integer({ min: 0, max: 18 }),
      (minor, currency, decimals) => {
        const units = unitsAtPar(minor, currency, decimals);
        expect(minorAtPar(units, currency, decimals) >= minor).toBe(true);
        expect(minorAtPar(units - 1n, currency, decimals) < minor).toBe(true);
        if (decimals >= currencyDigits(currency)) expect(minorAtPar(units, currency, decimals)).toBe(minor);
      },
    ),
  );
});
