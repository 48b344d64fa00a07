import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowAt, windowsFor, windowSize, withWindow } from '../../../../src-renderer/invoice-list/invoice-windows.ts';

describe('windows of the list', () => {
  test.each([
    [0, 20, 5000, [0]],
    [90, 110, 5000, [0, 100]],
    [4990, 4999, 5000, [4900]],
    [4990, 9000, 5000, [4900]],
    [0, 0, 0, [0]],
  ])('rows %i to %i of %i need %j', (first, last, total, offsets) => {
    expect(windowsFor(first, last, total)).toEqual(offsets);
  });

  test('every row on screen lies in a window that is watched', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(60), fc.integer({ min: 1, max: 6000 }), (first, height, total) => {
        const offsets = windowsFor(first, first + height, total);
        for (let row = first; row <= Math.min(first + height, total - 1); row++)
          expect(offsets).toContain(Math.floor(row / windowSize) * windowSize);
      }),
    );
  });

  test('finds rows in their windows, and none where a window has not come', () => {
    const known = withWindow({ total: 0, windows: new Map() }, 100, { rows: ['x', 'y'], total: 102 });
    expect(rowAt(known, 101)).toBe('y');
    expect(rowAt(known, 5)).toBeUndefined();
  });

  test('drops windows beyond the end of a list that has shrunk', () => {
    const before = withWindow({ total: 0, windows: new Map() }, 200, { rows: ['old'], total: 201 });
    const after = withWindow(before, 0, { rows: ['new'], total: 1 });
    expect([...after.windows.keys()]).toEqual([0]);
    expect(after.total).toBe(1);
  });
});
