import { getQueryMatcher } from 'rxdb';
import {
  type ColumnValue,
  SQL_FALSE_VALUE,
  SQL_NULL_VALUE,
  SQL_TRUE_VALUE,
  encodeValue,
  stringKey,
} from './field-encoding.ts';
import { ALWAYS, type Condition, type LeafTests, NEVER, allOf, anyOf, isRecord, negated } from './condition.ts';

/**
 * Translates what a selector asks of one field that has a column. Always exact: where SQL has no words for an
 * operator ($regex, $mod, …), the statement calls RxDB's own matcher on the column's value, so that a
 * covering index still serves.
 */
export function columnCondition(column: string, matcher: unknown, leafTests: LeafTests): Condition {
  if (!isRecord(matcher)) return comparison(column, '$eq', matcher) ?? matcherCall(column, matcher, leafTests);
  const operators = Object.entries(matcher);
  const isOperators = operators.length > 0 && operators.every(([key]) => key.startsWith('$') && key !== '$options');
  if (!isOperators || '$regex' in matcher) return matcherCall(column, matcher, leafTests);
  return allOf(
    operators.map(([operator, operand]) => {
      if (operator === '$not' && isRecord(operand)) return negated(columnCondition(column, operand, leafTests));
      return comparison(column, operator, operand) ?? matcherCall(column, { [operator]: operand }, leafTests);
    }),
  );
}

/** The condition in plain SQL, if there is one. The rules are those of mingo's predicates for scalar values. */
function comparison(column: string, operator: string, operand: unknown): Condition | undefined {
  switch (operator) {
    case '$eq':
      return equals(column, operand);
    case '$ne':
      return negate(equals(column, operand));
    case '$in':
      return isIn(column, operand);
    case '$nin':
      return negate(isIn(column, operand));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return inRange(column, operator, operand);
    case '$exists':
      return sql(operand ? `${column} IS NOT NULL` : `${column} IS NULL`);
    case '$type':
      return hasType(column, operand);
    default:
      return undefined;
  }
}

function equals(column: string, operand: unknown): Condition | undefined {
  switch (typeof operand) {
    case 'string':
      return sql(`${column} = ?`, stringKey(operand));
    case 'number':
      return Number.isFinite(operand) ? sql(`${column} = ?`, operand) : undefined;
    case 'boolean':
      return sql(`${column} = ${operand ? SQL_TRUE_VALUE : SQL_FALSE_VALUE}`);
    case 'undefined':
      return sql(isNil(column));
    default:
      return operand === null ? sql(isNil(column)) : undefined;
  }
}

function isIn(column: string, operand: unknown): Condition | undefined {
  if (!Array.isArray(operand)) return undefined;
  const options: Condition[] = [];
  const listed: ColumnValue[] = [];
  for (const option of operand) {
    if (option === null) options.push(sql(isNil(column)));
    else if (typeof option === 'boolean') options.push(equals(column, option) ?? NEVER);
    else if (typeof option === 'string' || (typeof option === 'number' && Number.isFinite(option))) {
      listed.push(encodeValue(option));
    } else return undefined;
  }
  // Few enough for SQLite's limit on parameters; longer lists go to the matcher.
  if (listed.length > 500) return undefined;
  if (listed.length > 0) options.push(sql(`${column} IN (${listed.map(() => '?').join(', ')})`, ...listed));
  return anyOf(options);
}

/** Ranges hold between values of one type: `{$lt: 5}` finds neither null nor text. */
function inRange(column: string, operator: keyof typeof SIGNS, operand: unknown): Condition | undefined {
  const sign = SIGNS[operator];
  const isUpper = operator === '$lt' || operator === '$lte';
  if (typeof operand === 'number' && Number.isFinite(operand)) {
    return sql(`${column} ${sign} ? AND ${isUpper ? `${column} > ${SQL_NULL_VALUE}` : `${column} < ''`}`, operand);
  }
  if (typeof operand === 'string') {
    return sql(`${column} ${sign} ? AND ${isUpper ? `${column} >= ''` : `${column} < x''`}`, stringKey(operand));
  }
  if (typeof operand === 'boolean') {
    return anyOf(
      [false, true].filter((value) => holds(value, operator, operand)).map((value) => equals(column, value) ?? NEVER),
    );
  }
  if (operand === null)
    return operator === '$gte' || operator === '$lte' ? sql(`${column} = ${SQL_NULL_VALUE}`) : NEVER;
  return undefined;
}

const SIGNS = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

function holds(value: boolean, operator: keyof typeof SIGNS, operand: boolean): boolean {
  const order = Number(value) - Number(operand);
  if (operator === '$gt') return order > 0;
  if (operator === '$gte') return order >= 0;
  if (operator === '$lt') return order < 0;
  return order <= 0;
}

function hasType(column: string, operand: unknown): Condition | undefined {
  const isNumber = `(${column} > ${SQL_NULL_VALUE} AND ${column} < '')`;
  switch (operand) {
    case 'string':
      return sql(`(${column} >= '' AND ${column} < x'')`);
    case 'number':
    case 'double':
      return sql(isNumber);
    case 'int':
    case 'long':
      return sql(`(${isNumber} AND ${column} = round(${column}))`);
    case 'bool':
    case 'boolean':
      return sql(`${column} IN (${SQL_FALSE_VALUE}, ${SQL_TRUE_VALUE})`);
    case 'null':
      return sql(`${column} = ${SQL_NULL_VALUE}`);
    case 'object':
    case 'array':
      return NEVER;
    default:
      return undefined;
  }
}

/** Asks RxDB's matcher for this one value, from inside the statement. */
function matcherCall(column: string, matcher: unknown, leafTests: LeafTests): Condition {
  const query = { selector: { value: matcher }, sort: [], skip: 0 };
  const test = Reflect.apply(getQueryMatcher, undefined, [{}, query]);
  leafTests.push((value) => test(value === undefined ? {} : { value }));
  return sql(`mango(${column}, ${leafTests.length - 1})`);
}

function isNil(column: string): string {
  return `(${column} IS NULL OR ${column} = ${SQL_NULL_VALUE})`;
}

function negate(condition: Condition | undefined): Condition | undefined {
  return condition && negated(condition);
}

function sql(text: string, ...values: ColumnValue[]): Condition {
  return text === '1' ? ALWAYS : { sql: text, values, exact: true };
}
