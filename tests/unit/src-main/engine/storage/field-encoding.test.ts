import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { getSortComparator } from 'rxdb';
import {
  decodeValue,
  encodeValue,
  stringFromKey,
  stringKey,
} from '../../../../../src-main/engine/storage/field-encoding.ts';

const anyText = fc.string({ unit: 'binary' });
/** Includes unpaired surrogates, NUL and both sides of the surrogate range, where UTF-8 and UTF-16 order differ. */
const oddText = fc
  .array(fc.constantFrom(0, 1, 0x61, 0x7f, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xe001, 0xffff), {
    maxLength: 6,
  })
  .map((units) => String.fromCharCode(...units));
const text = fc.oneof(anyText, oddText);
const scalar = fc.oneof(
  fc.constantFrom(undefined, null, true, false, 0, -0),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  text,
);

const compare = getSortComparator<{ v: unknown }>(Object.create(null), { selector: {}, sort: [{ v: 'asc' }], skip: 0 });

test('a string key goes back to its string', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(stringFromKey(stringKey(value))).toBe(value);
    }),
  );
});

test('SQLite orders, keeps and equates encoded values as RxDB does the values', () => {
  const database = new DatabaseSync(':memory:');
  const order = database.prepare('SELECT ?1 < ?2 AS less, ?1 = ?2 AS equal, ?1 AS kept');
  const sorted = database.prepare(
    'SELECT v FROM (SELECT 1 AS v, ?1 AS value UNION ALL SELECT 2, ?2) ORDER BY value ASC, v DESC LIMIT 1',
  );
  fc.assert(
    fc.property(scalar, scalar, (left, right) => {
      const [one, two] = [encodeValue(left), encodeValue(right)];
      const row = order.get(one, two);
      const expected: number = compare({ v: left }, { v: right }) ?? 0;
      expect(decodeValue(row?.['kept'])).toEqual(left === 0 ? 0 : left);
      if (one !== null && two !== null) {
        expect(row?.['less']).toBe(expected < 0 ? 1 : 0);
        expect(row?.['equal']).toBe(expected === 0 ? 1 : 0);
      }
      expect(sorted.get(one, two)?.['v']).toBe(expected < 0 ? 1 : 2);
    }),
    { numRuns: 2000 },
  );
  database.close();
});
