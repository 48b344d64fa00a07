import iso from 'currency-codes';
import { describe, expect, test } from 'vitest';
import { currencies, currencyDigits, currencyOf, isCurrencyCode } from '../../../../shared/money/currency.ts';

/** In ISO 4217 list one, but no money that people invoice in. */
const notInvoiced = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX BOV CHE CHW CLF COU MXV USN UYI UYW'.split(
  ' ',
);
/** Withdrawn by amendments that are younger than the package's data (2024-06-25). */
const withdrawn = ['ANG', 'BGN', 'CUC'];
const added = ['XCG'];

describe('the table of currencies', () => {
  test('is ISO 4217 list one, less what nobody invoices in, with its later amendments', () => {
    const expected = iso
      .codes()
      .filter((code) => !notInvoiced.includes(code) && !withdrawn.includes(code))
      .concat(added)
      .sort();
    expect(currencies.map((currency) => currency.code)).toEqual(expected);
  });

  test('gives each currency the digits of ISO 4217', () => {
    for (const { code, digits } of currencies.filter((currency) => !added.includes(currency.code)))
      expect([code, digits]).toEqual([code, iso.code(code)?.digits]);
  });

  test.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['ISK', 0],
    ['XCG', 2],
  ])('%s has %i decimals', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits);
  });
});

test.each(['usd', 'US', '', 'XXX', 'BGN', 'toString', '__proto__', 'constructor'])('"%s" is no currency', (text) => {
  expect(isCurrencyCode(text)).toBe(false);
  expect(() => currencyOf(text)).toThrow(/not an ISO 4217/);
});
