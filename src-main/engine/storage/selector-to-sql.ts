import { columnCondition } from './column-condition.ts';
import { type Condition, type LeafTests, UNDECIDED, allOf, anyOf, isRecord, negated } from './condition.ts';
import { jsonCondition } from './json-condition.ts';

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
