import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeFields, type Json } from '../../../../../src-main/engine/sync/merge-fields.ts';

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe('mergeFields', () => {
  test('takes the one side that changed', () => {
    fc.assert(
      fc.property(json, json, (base, changed) => {
        expect(mergeFields(base, changed, base)).toEqual(changed);
        expect(mergeFields(base, base, changed)).toEqual(changed);
      }),
    );
  });

  test('settles: merging the outcome again with either side, from the other side as base, changes nothing', () => {
    fc.assert(
      fc.property(json, json, json, (base, a, b) => {
        const merged = mergeFields(base, a, b);
        expect(mergeFields(a, merged, a)).toEqual(merged);
        expect(mergeFields(b, merged, b)).toEqual(merged);
      }),
    );
  });

  test('keeps edits to different fields of one document', () => {
    const base = { notes: 'a', terms: 'b', buyer: { name: 'n', email: 'e' } };
    const mine = { notes: 'mine', terms: 'b', buyer: { name: 'n', email: 'mine' } };
    const theirs = { notes: 'a', terms: 'theirs', buyer: { name: 'theirs', email: 'e' } };
    expect(mergeFields(base, mine, theirs)).toEqual({
      notes: 'mine',
      terms: 'theirs',
      buyer: { name: 'theirs', email: 'mine' },
    });
  });

  test('merges lines by id: one device edits a line, the other adds one and removes one', () => {
    const base = {
      lines: [
        { id: '1', text: 'a' },
        { id: '2', text: 'b' },
      ],
    };
    const mine = {
      lines: [
        { id: '1', text: 'A' },
        { id: '2', text: 'b' },
      ],
    };
    const theirs = {
      lines: [
        { id: '1', text: 'a' },
        { id: '3', text: 'c' },
      ],
    };
    expect(mergeFields(base, mine, theirs)).toEqual({
      lines: [
        { id: '1', text: 'A' },
        { id: '3', text: 'c' },
      ],
    });
  });

  test('a line that one device edited survives its removal by the other', () => {
    const base = { lines: [{ id: '1', text: 'a' }] };
    expect(mergeFields(base, { lines: [] }, { lines: [{ id: '1', text: 'edited' }] })).toEqual({
      lines: [{ id: '1', text: 'edited' }],
    });
  });

  test('prefers the preferred side where both changed the same field', () => {
    expect(mergeFields({ due: '1' }, { due: '2' }, { due: '3' })).toEqual({ due: '2' });
  });
});
