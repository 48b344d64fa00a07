import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalDecimal,
  decimal,
  divideRounded,
  divideUp,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
  roundDecimal,
} from '../../../../shared/money/decimal.ts';

test.each([
  ['0.005', 2, '0.01'],
  ['-0.005', 2, '-0.01'],
  ['0.0049', 2, '0.00'],
  ['2.675', 2, '2.68'],
  ['1.5', 0, '2'],
  ['-1.5', 0, '-2'],
  ['7', 2, '7.00'],
])('%s to %i decimals is %s', (text, scale, expected) => {
  const rounded = roundDecimal(decimal(text), scale);
  expect(formatDecimal(rounded.units, rounded.scale)).toBe(expected);
});

test('products are exact where floats are not', () => {
  expect(canonicalDecimal(multiplyDecimal(decimal('1.1'), decimal('1.1')))).toBe('1.21');
  expect(canonicalDecimal(multiplyDecimal(decimal('0.1'), decimal('3')))).toBe('0.3');
});

test('division rounds half away from zero: never more than half a unit off, and symmetric in sign', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 20n), (n, d) => {
      const quotient = divideRounded(n, d);
      const twiceError = 2n * (quotient * d - n);
      expect(twiceError <= d && twiceError >= -d).toBe(true);
      expect(divideRounded(-n, d)).toBe(-quotient);
      expect(divideRounded(-n, -d)).toBe(quotient);
      if (twiceError === d) expect(n > 0n).toBe(true);
    }),
  );
  expect(divideUp(10n, 3n)).toBe(4n);
  expect(divideUp(9n, 3n)).toBe(3n);
});

test('text survives a round trip; anything else is refused', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.nat(20), (units, scale) => {
      expect(parseDecimal(formatDecimal(units, scale))).toEqual({ units, scale });
    }),
  );
  for (const text of ['', '.', '1.', '.1', '1e3', '+1', '1,0', ' 1', '--1']) expect(parseDecimal(text)).toBeUndefined();
  expect(() => decimal('1e3')).toThrow(/plain notation/);
});
