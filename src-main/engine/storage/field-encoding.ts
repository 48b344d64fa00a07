/**
 * How a document's value is kept in a column, so that SQLite's own order is the order of RxDB's sort comparator (mingo:
 * missing < null < numbers < strings < objects < arrays < booleans, strings by UTF-16 code unit):
 *
 * | value   | column                         |
 * | ------- | ------------------------------ |
 * | missing | NULL                           |
 * | null    | REAL -Infinity                 |
 * | number  | REAL                           |
 * | string  | TEXT, see `stringKey`          |
 * | object  | BLOB 06                        |
 * | array   | BLOB 07                        |
 * | boolean | BLOB 10 (false), BLOB 11 (true)|
 *
 * Objects and arrays keep no content: a field that holds one is "mixed" and is compared in JavaScript (see `isMixed`).
 */
export type ColumnValue = null | number | string | Uint8Array;

/** SQL literals of the encodings that need no parameter. */
export const SQL_NULL_VALUE = '-9e999';
/** The encoding of `false` as an SQL literal. */
export const SQL_FALSE_VALUE = `x'10'`;
/** The encoding of `true` as an SQL literal. */
export const SQL_TRUE_VALUE = `x'11'`;

/** Stands for a missing value where a key may not be NULL. */
const MISSING_KEY = 0x00;
const OBJECT_VALUE = Uint8Array.of(0x06);
const ARRAY_VALUE = Uint8Array.of(0x07);
const FALSE_VALUE = Uint8Array.of(0x10);
const TRUE_VALUE = Uint8Array.of(0x11);

/**
 * Marks a value that is reached through an array (or a string's own properties): no single column value stands for it.
 */
export const THROUGH_ARRAY: unique symbol = Symbol('reached through an array');

/** Reads a dotted path of a JSON document; `undefined` where it is missing. */
export function readPath(document: unknown, segments: readonly string[]): unknown {
  let value: unknown = document;
  for (const segment of segments) {
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value) || typeof value === 'string') return THROUGH_ARRAY;
    if (typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
    value = Reflect.get(value, segment);
  }
  return value;
}

/** Encodes a JSON value for a column. Numbers that JSON has no word for become null, as they do in the stored JSON. */
export function encodeValue(value: unknown): ColumnValue {
  switch (typeof value) {
    case 'string':
      return stringKey(value);
    case 'number':
      return Number.isFinite(value) ? value + 0 : Number.NEGATIVE_INFINITY;
    case 'boolean':
      return value ? TRUE_VALUE : FALSE_VALUE;
    case 'object':
      if (value === null) return Number.NEGATIVE_INFINITY;
      return Array.isArray(value) ? ARRAY_VALUE : OBJECT_VALUE;
    case 'symbol':
      return ARRAY_VALUE;
    default:
      return null;
  }
}

/** True when the encoding has lost content, so that SQL alone can neither compare nor sort it. */
export function isMixed(encoded: ColumnValue): boolean {
  return encoded === OBJECT_VALUE || encoded === ARRAY_VALUE;
}

/** The scalar that `encodeValue` made the column from. */
export function decodeValue(column: unknown): unknown {
  if (column === null) return undefined;
  if (column === Number.NEGATIVE_INFINITY) return null;
  if (typeof column === 'string') return stringFromKey(column);
  if (column instanceof Uint8Array) return column[0] === MISSING_KEY ? undefined : column[0] === TRUE_VALUE[0];
  return column;
}

/**
 * A text whose order by UTF-8 bytes (SQLite) is the order of `text` by UTF-16 code units (JavaScript), and
 * that SQLite keeps unchanged: it would replace unpaired surrogates, and cut some results at NUL. Text without
 * these is its own key.
 */
export function stringKey(text: string): string {
  return UNSAFE.test(text) ? text.replace(UNSAFE_ALL, escapeUnit) : text;
}

/** Undoes `stringKey`. */
export function stringFromKey(key: string): string {
  return ESCAPED.test(key) ? key.replace(ESCAPED_ALL, unescapeUnit) : key;
}

// oxlint-disable-next-line no-control-regex -- control characters are the point
const UNSAFE = /[\u0000\u0001\ud800-\uffff]/;
// oxlint-disable-next-line no-control-regex -- control characters are the point
const UNSAFE_ALL = /[\u0000\u0001\ud800-\uffff]/g;
// oxlint-disable-next-line no-control-regex -- control characters are the point
const ESCAPED = /[\u0001\ue000]/;
// oxlint-disable-next-line no-control-regex -- control characters are the point
const ESCAPED_ALL = /([\u0001\ue000])([\s\S])/g;
const FIRST_HIGH_UNIT = 0xd800;
const HIGH_OFFSET = 0x100;

function escapeUnit(character: string): string {
  const unit = character.charCodeAt(0);
  if (unit <= 1) return `\u0001${String.fromCharCode(unit + 1)}`;
  return `\ue000${String.fromCharCode(HIGH_OFFSET + unit - FIRST_HIGH_UNIT)}`;
}

function unescapeUnit(_match: string, marker: string, character: string): string {
  const unit = character.charCodeAt(0);
  return String.fromCharCode(marker === '\u0001' ? unit - 1 : unit - HIGH_OFFSET + FIRST_HIGH_UNIT);
}
