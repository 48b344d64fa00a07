import type { ColumnValue } from './field-encoding.ts';
import { type Condition, UNDECIDED, allOf, anyOf, isRecord } from './condition.ts';

/**
 * Narrows down what a selector asks of a field without a column, by the stored JSON. Never exact, because a path may
 * lead through arrays, where one document has many values: it only spares the matcher documents that cannot match.
 */
export function jsonCondition(segments: readonly string[], matcher: unknown): Condition {
  if (!isRecord(matcher) || !segments.every((segment) => PLAIN_NAME.test(segment))) return UNDECIDED;
  return allOf(Object.entries(matcher).map(([operator, operand]) => narrow(segments, operator, operand)));
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/**
 * Characters on whose order SQLite (UTF-8) and JavaScript (UTF-16) differ, or at which SQLite's JSON functions stop.
 */
// oxlint-disable-next-line no-control-regex -- control characters are the point
const UNORDERED = /[\u0000\ud800-\uffff]/;
const MAX_OPTIONS = 50;

function narrow(segments: readonly string[], operator: string, operand: unknown): Condition {
  switch (operator) {
    case '$eq':
      return contains(segments, operand);
    case '$in':
      if (!Array.isArray(operand) || operand.length > MAX_OPTIONS) return UNDECIDED;
      return { ...anyOf(operand.map((option) => contains(segments, option))), exact: false };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return compares(segments, SIGNS[operator], operand);
    default:
      return UNDECIDED;
  }
}

const SIGNS = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

/** Wherever a path leads, a text that it finds is in the JSON, spelt as `JSON.stringify` spells it. */
function contains(segments: readonly string[], operand: unknown): Condition {
  if (typeof operand === 'string') return condition('instr(json, ?) > 0', JSON.stringify(operand));
  return typeof operand === 'number' ? compares(segments, '=', operand) : UNDECIDED;
}

function compares(segments: readonly string[], sign: string, operand: unknown): Condition {
  const isText = typeof operand === 'string' && !UNORDERED.test(operand);
  // JSON spells larger integers with fewer digits than SQLite would compare them by.
  const isNumber = typeof operand === 'number' && Math.abs(operand) <= Number.MAX_SAFE_INTEGER;
  if (!isText && !isNumber) return UNDECIDED;
  const path = `'$.${segments.join('.')}'`;
  const throughArray = segments.map(
    (_, end) => `json_type(json, '$.${segments.slice(0, end + 1).join('.')}') = 'array'`,
  );
  return condition(`json_extract(json, ${path}) ${sign} ? OR ${throughArray.join(' OR ')}`, operand);
}

function condition(sql: string, ...values: ColumnValue[]): Condition {
  return { sql, values, exact: false };
}
