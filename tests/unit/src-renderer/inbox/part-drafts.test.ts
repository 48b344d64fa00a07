import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  judgePart,
  leftOver,
  newPart,
  partUnits,
  toAssignedParts,
  worthAtPar,
  type DividedTransfer,
} from '../../../../src-renderer/inbox/part-drafts.ts';

const usdc: DividedTransfer = { key: 'k', units: '137010000', symbol: 'USDC', decimals: 6, currency: 'USD' };
const unknown: DividedTransfer = { key: 'k', units: '7', symbol: 'unknown token', decimals: 0, currency: null };
const invoice = { invoiceId: 'a', number: 'INV-1', buyerName: 'Ada', currency: 'USD', remaining: 10_000n };

describe('parts of a transfer', () => {
  test('a new part is what the invoice asks for, and never more than is left', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(0n, 10n ** 15n), (remaining, left) => {
        const part = newPart(usdc, { ...invoice, remaining }, left);
        const units = partUnits(part, usdc.decimals) ?? 0n;
        expect(units).toBe(left < remaining * 10_000n ? left : remaining * 10_000n);
      }),
    );
  });

  test('the terms speak first: worth is asked for at once only where nobody knows the token', () => {
    const euro = newPart(usdc, { ...invoice, currency: 'EUR' }, 137_010_000n);
    expect(euro).toMatchObject({ amount: '137.01', asksWorth: false });
    expect(toAssignedParts([euro], 6)).toEqual([{ invoiceId: 'a', units: '137010000', value: null }]);
    expect(newPart(unknown, invoice, 7n)).toMatchObject({ amount: '7', asksWorth: true });
  });

  test('what is left counts every part, goes below zero, and is not told while one does not read', () => {
    const part = newPart(usdc, invoice, 137_010_000n);
    expect(leftOver(usdc, [part])).toBe(37_010_000n);
    expect(leftOver(usdc, [part, { ...part, amount: '37.010001' }])).toBe(-1n);
    expect(leftOver(usdc, [part, { ...part, amount: '1,5' }])).toBeNull();
  });

  test.each([
    ['', /No amount is given/],
    ['0', /how much of it pays this invoice/],
    ['1.0000001', /more decimals than USDC allows/],
  ])('refuses “%s” in words', (amount, words) => {
    expect(judgePart({ ...newPart(usdc, invoice, 1n), amount }, usdc).amount).toMatch(words);
  });

  test('worth at par is rounded down to minor units, and a worth that is asked for must read', () => {
    expect(worthAtPar(1_999_999n, 'USD', 6)).toBe('1.99');
    expect(worthAtPar(1_999_999n, 'JPY', 6)).toBe('1');
    const part = { ...newPart(unknown, invoice, 7n), worth: '' };
    expect(judgePart(part, unknown).worth).toMatch(/No amount is given/);
    expect(toAssignedParts([{ ...part, worth: '0.75' }], 0)).toEqual([{ invoiceId: 'a', units: '7', value: '75' }]);
  });
});
