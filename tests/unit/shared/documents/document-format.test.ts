import { expect, test } from 'vitest';
import {
  documentAmount,
  documentDate,
  documentMoney,
  documentNumber,
  documentPrice,
} from '../../../../shared/documents/document-format.ts';

test.each([
  ['120000', 'USD', 'USD 1,200.00'],
  ['-25000', 'EUR', '-EUR 250.00'],
  ['36000', 'JPY', 'JPY 36,000'],
  ['360375', 'KWD', 'KWD 360.375'],
  ['12345678901234567890', 'USD', 'USD 123,456,789,012,345,678.90'],
])('%s minor units of %s', (minor, currency, written) => {
  expect(
    documentMoney(minor, currency)
      .replace(/\u00a0/g, ' ')
      .replace('−', '-'),
  ).toBe(written);
  expect(documentAmount(minor, currency)).not.toMatch(/[A-Z]/);
});

test('dates are written out', () => {
  expect(documentDate('2027-01-31')).toBe('31 January 2027');
  expect(documentDate('2026-12-01')).toBe('1 December 2026');
});

test('numbers are grouped in their whole part alone', () => {
  expect(documentNumber('1234567.12345')).toBe('1,234,567.12345');
  expect(documentNumber('999')).toBe('999');
  expect(documentPrice('100', 2)).toBe('100.00');
  expect(documentPrice('0.125', 2)).toBe('0.125');
  expect(documentPrice('12000', 0)).toBe('12,000');
});
