import { describe, expect, test } from 'vitest';
import {
  blankLine,
  editLine,
  editRate,
  editTaxRate,
  insertLine,
  isSimple,
  moveLine,
  removeLine,
} from '../../../../src-renderer/editor/draft-edits.ts';
import { draft, line } from '../../../helpers/scripted-data.ts';

const three = draft({ lines: [line('a'), line('b'), line('c')] });
const ids = (of: typeof three): string => of.lines.map((one) => one.id).join('');

describe('editing lines', () => {
  test('changes one line and leaves the others the very same', () => {
    const edited = editLine(three, 'b', { quantity: '3' });
    expect(edited.lines[1]?.quantity).toBe('3');
    expect(edited.lines[0]).toBe(three.lines[0]);
    expect(edited.lines[2]).toBe(three.lines[2]);
  });

  test('moves a line, and no farther than the ends', () => {
    expect(ids(moveLine(three, 'a', 2))).toBe('bca');
    expect(ids(moveLine(three, 'c', 0))).toBe('cab');
    expect(ids(moveLine(three, 'b', 99))).toBe('acb');
    expect(moveLine(three, 'a', -5)).toBe(three);
    expect(moveLine(three, 'nobody', 1)).toBe(three);
  });

  test('inserts after a line or at the end, and removes', () => {
    expect(ids(insertLine(three, line('x'), 'a'))).toBe('axbc');
    expect(ids(insertLine(three, line('x')))).toBe('abcx');
    expect(ids(removeLine(three, 'b'))).toBe('ac');
  });

  test('taxes a new line as the one before it', () => {
    const taxed = line('a', { taxCategory: 'S', taxRate: '19', unit: 'h' });
    expect(blankLine('b', taxed)).toMatchObject({ taxCategory: 'S', taxRate: '19', unit: 'h', description: '' });
    expect(blankLine('b')).toMatchObject({ taxCategory: 'Z', taxRate: '0' });
  });
});

describe('typing a tax rate', () => {
  test('makes the zero rate the standard rate and back', () => {
    expect(editTaxRate(line('a'), '19')).toEqual({ taxRate: '19', taxCategory: 'S' });
    expect(editTaxRate(line('a', { taxCategory: 'S', taxRate: '19' }), '0')).toEqual({
      taxRate: '0',
      taxCategory: 'Z',
    });
  });

  test('keeps the category while the field is empty, and keeps an exemption always', () => {
    expect(editTaxRate(line('a', { taxCategory: 'S' }), '')).toEqual({ taxRate: '' });
    expect(editTaxRate(line('a', { taxCategory: 'AE' }), '7')).toEqual({ taxRate: '7' });
  });
});

describe('rates', () => {
  const rate = { peg: 'USD', perUnit: '1.27', source: 'ECB', at: '2026-11-22T00:00:00Z' } as const;

  test('replaces the rate of a peg and takes an empty one away', () => {
    const rated = editRate(draft(), rate);
    expect(editRate(rated, { ...rate, perUnit: '1.28' }).rates).toEqual([{ ...rate, perUnit: '1.28' }]);
    expect(editRate(rated, { ...rate, perUnit: '', source: '' }).rates).toEqual([]);
  });
});

describe('the short form', () => {
  test('fits one plain line or none', () => {
    expect(isSimple(draft())).toBe(true);
    expect(isSimple(draft({ lines: [] }))).toBe(true);
  });

  test.each([
    ['two lines', draft({ lines: [line('a'), line('b')] })],
    ['a quantity', draft({ lines: [line('a', { quantity: '2' })] })],
    ['tax', draft({ lines: [line('a', { taxCategory: 'S', taxRate: '19' })] })],
    ['a discount', draft({ discount: { kind: 'percent', value: '5' } })],
  ])('does not fit %s', (_, other) => expect(isSimple(other)).toBe(false));
});
