import { columnCondition } from './column-condition.ts';
import type { ColumnValue } from './field-encoding.ts';
import { jsonCondition } from './json-condition.ts';

/**
 * A condition of a WHERE clause. An exact one is true for just the documents that RxDB's query matcher accepts; any other is
 * true for at least those, and the matcher decides.
 */
export interface Condition {
  readonly sql: string;
  readonly values: readonly ColumnValue[];
  readonly exact: boolean;
}

/** Tests that `mango(column, position)` calls from inside a statement. */
export type LeafTests = ((value: unknown) => boolean)[];

/** Accepts every document, and leaves the decision to the matcher. */
export const UNDECIDED: Condition = { sql: '1', values: [], exact: false };
export const ALWAYS: Condition = { sql: '1', values: [], exact: true };
export const NEVER: Condition = { sql: '0', values: [], exact: true };

/**
 * Translates a normalised Mango selector.
 *
 * @param selector As RxDB's `normalizeMangoQuery` leaves it.
 * @param columns The column of each path that has one and holds scalars only.
 * @param leafTests Receives the tests that the condition needs while it runs.
 */
export function selectorToSql(
  selector: unknown,
  columns: ReadonlyMap<string, string>,
  leafTests: LeafTests,
): Condition {
  if (!isRecord(selector)) return UNDECIDED;
  return allOf(
    Object.entries(selector).map(([key, matcher]) => {
      if (!key.startsWith('$')) return fieldToSql(key, matcher, columns, leafTests);
      if (!Array.isArray(matcher)) return UNDECIDED;
      const parts = matcher.map((part) => selectorToSql(part, columns, leafTests));
      if (key === '$and') return allOf(parts);
      if (key === '$or') return anyOf(parts);
      if (key === '$nor') return negated(anyOf(parts));
      return UNDECIDED;
    }),
  );
}

/** Every condition must hold. */
export function allOf(parts: readonly Condition[]): Condition {
  const exact = parts.every((part) => part.exact);
  if (parts.some(isNever)) return NEVER;
  const telling = parts.filter((part) => part.sql !== '1');
  if (telling.length === 0) return exact ? ALWAYS : UNDECIDED;
  return { sql: joined(telling, ' AND '), values: telling.flatMap((part) => part.values), exact };
}

/** One condition must hold. */
export function anyOf(parts: readonly Condition[]): Condition {
  if (parts.some((part) => part.sql === '1' && part.exact)) return ALWAYS;
  if (parts.some((part) => part.sql === '1')) return UNDECIDED;
  const telling = parts.filter((part) => !isNever(part));
  if (telling.length === 0) return NEVER;
  return {
    sql: joined(telling, ' OR '),
    values: telling.flatMap((part) => part.values),
    exact: telling.every((part) => part.exact),
  };
}

/** The opposite; only of an exact condition can SQL say it. A missing value makes SQL's comparison NULL, which is a no. */
export function negated(part: Condition): Condition {
  if (!part.exact) return UNDECIDED;
  if (part.sql === '1') return NEVER;
  if (isNever(part)) return ALWAYS;
  return { sql: `NOT coalesce((${part.sql}), 0)`, values: part.values, exact: true };
}

/** True for a plain object, the only shape that holds operators. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function fieldToSql(
  path: string,
  matcher: unknown,
  columns: ReadonlyMap<string, string>,
  leafTests: LeafTests,
): Condition {
  const segments = path.split('.');
  // `constructor` and the like: mingo's own treatment of them decides.
  if (segments.some((segment) => segment in Object.prototype)) return UNDECIDED;
  const column = columns.get(path);
  if (column === undefined) return jsonCondition(segments, matcher);
  // On a nested path mingo's $exists asks for the parent as well, which a column cannot know.
  if (segments.length > 1 && mentionsExists(matcher)) return UNDECIDED;
  return columnCondition(column, matcher, leafTests);
}

function mentionsExists(matcher: unknown): boolean {
  if (Array.isArray(matcher)) return matcher.some(mentionsExists);
  if (!isRecord(matcher)) return false;
  return Object.entries(matcher).some(([key, value]) => key === '$exists' || mentionsExists(value));
}

function isNever(part: Condition): boolean {
  return part.sql === '0';
}

function joined(parts: readonly Condition[], by: string): string {
  return parts.length === 1 ? (parts[0]?.sql ?? '1') : parts.map((part) => `(${part.sql})`).join(by);
}
