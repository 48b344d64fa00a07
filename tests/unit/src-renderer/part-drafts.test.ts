import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amountText,
  judgePart,
  leftOver,
  newPart,
  partUnits,
  toAssignedParts,
  unitsAtPar,
  worthAtPar,
  type PartDraft,
} from '../../../src-renderer/inbox/part-drafts.ts';

const transfer = { key: 'k', units: '250000000', symbol: 'USDC', decimals: 6, currency: 'USD' };
const invoice = { invoiceId: 'i', number: 'INV-1', buyerName: 'Ada', currency: 'USD' };
const part = (change: Partial<PartDraft> = {}): PartDraft => ({
  ...invoice,
  amount: '10',
  worth: '',
  asksWorth: false,
  ...change,
});

describe('a part of a transfer', () => {
  test('base units are written and read without loss', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n - 1n), fc.constantFrom(0, 2, 6, 18), (units, decimals) => {
        expect(partUnits(part({ amount: amountText(units, decimals) }), decimals)).toBe(units);
      }),
    );
  });

  test('begins with what the invoice still asks for, and never with more than is left', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 16n), (remaining, left) => {
        const units = partUnits(newPart(transfer, { ...invoice, remaining }, left), 6) ?? 0n;
        expect(units <= left).toBe(true);
        const asked = unitsAtPar(remaining, 'USD', 6);
        if (asked > 0n && asked <= left) expect(units).toBe(asked);
      }),
    );
  });

  test('asks what it is worth where the invoice is in another currency, or the token is not known', () => {
    const euros = { ...invoice, currency: 'EUR', remaining: 5000n };
    expect(newPart(transfer, euros, 250_000_000n)).toMatchObject({ amount: '250.00', asksWorth: true });
    const unknown = { ...transfer, currency: null };
    expect(newPart(unknown, { ...invoice, remaining: 5000n }, 250_000_000n).asksWorth).toBe(true);
  });

  test('is worth at par what it holds, rounded down to minor units', () => {
    expect(worthAtPar(137_019_999n, 'USD', 6)).toBe('137.01');
    expect(worthAtPar(137_019_999n, 'JPY', 6)).toBe('137');
  });

  test('of nothing, or with no worth where one is asked for, is refused', () => {
    expect(judgePart(part({ amount: '0' }), transfer).amount).toMatch(/how much/);
    expect(judgePart(part({ amount: '1.0000001' }), transfer).amount).not.toBeNull();
    expect(judgePart(part({ asksWorth: true }), transfer).worth).not.toBeNull();
    expect(judgePart(part({ asksWorth: true, worth: '10' }), transfer)).toEqual({ amount: null, worth: null });
  });

  test('leaves the rest, below zero where the parts come to more, unknown while one does not read', () => {
    expect(leftOver(transfer, [part({ amount: '200' }), part({ amount: '40' })])).toBe(10_000_000n);
    expect(leftOver(transfer, [part({ amount: '200' }), part({ amount: '60' })])).toBe(-10_000_000n);
    expect(leftOver(transfer, [part({ amount: 'ten' })])).toBeNull();
  });

  test('goes to the engine in base units, with its worth only where it was asked for', () => {
    expect(toAssignedParts([part(), part({ asksWorth: true, worth: '9.50' })], 6)).toEqual([
      { invoiceId: 'i', units: '10000000', value: null },
      { invoiceId: 'i', units: '10000000', value: '950' },
    ]);
  });
});
