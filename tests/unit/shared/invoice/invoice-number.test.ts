import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceSeries, formatInvoiceNumber } from '../../../../shared/invoice/invoice-number.ts';

const base = { prefix: 'INV', year: 2026, series: '', sequence: 1 };

test.each([
  [base, 'INV-2026-0001'],
  [{ ...base, series: 'B' }, 'INV-2026-B0001'],
  [{ ...base, sequence: 9999 }, 'INV-2026-9999'],
  [{ ...base, sequence: 10_000 }, 'INV-2026-10000'],
  [{ ...base, prefix: '' }, '2026-0001'],
  [{ ...base, prefix: 'A-2025', series: 'AA' }, 'A-2025-2026-AA0001'],
])('%o is %s', (number, text) => {
  expect(formatInvoiceNumber(number)).toBe(text);
});

describe('device series', () => {
  test('are letters that never repeat', () => {
    expect([0, 1, 2, 25, 26, 27, 51, 52, 701, 702].map(deviceSeries)).toEqual([
      '',
      'B',
      'C',
      'Z',
      'AA',
      'AB',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
    ]);
    expect(new Set(Array.from({ length: 1000 }, (_, index) => deviceSeries(index))).size).toBe(1000);
  });

  test('two devices never make the same number', () => {
    const device = fc.nat(2000);
    const sequence = fc.integer({ min: 1, max: 20_000_000 });
    fc.assert(
      fc.property(device, sequence, device, sequence, (deviceA, sequenceA, deviceB, sequenceB) => {
        const a = { ...base, series: deviceSeries(deviceA), sequence: sequenceA };
        const b = { ...base, series: deviceSeries(deviceB), sequence: sequenceB };
        const isSame = deviceA === deviceB && sequenceA === sequenceB;
        expect(formatInvoiceNumber(a) === formatInvoiceNumber(b)).toBe(isSame);
      }),
    );
  });
});

test('impossible parts are bugs', () => {
  expect(() => formatInvoiceNumber({ ...base, sequence: 0 })).toThrow(RangeError);
  expect(() => formatInvoiceNumber({ ...base, prefix: 'bad prefix' })).toThrow(RangeError);
  expect(() => formatInvoiceNumber({ ...base, series: 'b' })).toThrow(RangeError);
  expect(() => deviceSeries(-1)).toThrow(RangeError);
});
