import type { ColumnValue } from './field-encoding.ts';

/**
 * A condition of a WHERE clause. An exact one is true for just the documents that RxDB's query matcher accepts; any
 * other is true for at least those, and the matcher decides.
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
/** Accepts every document; the matcher need not be asked. */
export const ALWAYS: Condition = { sql: '1', values: [], exact: true };
/** Accepts no document. */
export const NEVER: Condition = { sql: '0', values: [], exact: true };

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

/**
 * The opposite; only of an exact condition can SQL say it. A missing value makes SQL's comparison NULL, which is a no.
 */
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

function isNever(part: Condition): boolean {
  return part.sql === '0';
}

function joined(parts: readonly Condition[], by: string): string {
  return parts.length === 1 ? (parts[0]?.sql ?? '1') : parts.map((part) => `(${part.sql})`).join(by);
}
