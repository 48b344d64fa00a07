import {
  type DeterministicSortComparator,
  type FilledMangoQuery,
  type PreparedQuery,
  type RxDocumentData,
  type RxJsonSchema,
  getIndexableStringMonad,
  getQueryMatcher,
  getSortComparator,
} from 'rxdb';
import type { CollectionTable } from './collection-table.ts';
import { type ColumnValue, decodeValue } from './field-encoding.ts';
import type { Condition, LeafTests } from './condition.ts';
import { selectorToSql } from './selector-to-sql.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/** A collection that can be asked: its table, its schema, and the connection to its file. */
export interface QueryTarget<RxDocType> {
  readonly connection: SqliteConnection;
  readonly table: CollectionTable;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>;
}

/** A query in SQL, and what is left for JavaScript to do. */
export interface SqlQuery {
  readonly sql: string;
  readonly values: readonly ColumnValue[];
  readonly leafTests: LeafTests;
  /** SQL alone decides what matches. */
  readonly isExact: boolean;
  /** SQL returns the rows in the order that was asked for. */
  readonly isSorted: boolean;
}

/**
 * Runs a Mango query; the same documents in the same order as RxDB's matcher and comparator give over all documents.
 */
export function findDocuments<RxDocType>(
  target: QueryTarget<RxDocType>,
  prepared: PreparedQuery<RxDocType>,
): RxDocumentData<RxDocType>[] {
  const { query } = prepared;
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  const plan = queryToSql(target.table, query);
  if (!plan.isSorted) return sortInMemory(target, prepared, plan).slice(query.skip, query.skip + limit);
  if (plan.isExact) return [...documents(target, plan)];
  return [...matching(target, query, plan, query.skip + limit)].slice(query.skip);
}

/** Counts the documents that a Mango query finds, in SQL alone wherever the matcher is not needed. */
export function countDocuments<RxDocType>(target: QueryTarget<RxDocType>, { query }: PreparedQuery<RxDocType>): number {
  const found = countMatching(target, query);
  return Math.max(0, Math.min(found - query.skip, query.limit ?? Number.POSITIVE_INFINITY));
}

/**
 * Counts the matching documents by the value of one field, in SQL where the field has a column (an index names it).
 * Missing and null values are counted under `null`.
 */
export function countDocumentsBy<RxDocType>(
  target: QueryTarget<RxDocType>,
  path: string,
  query: FilledMangoQuery<RxDocType>,
): Map<unknown, number> {
  const columns = target.table.columns();
  const kept = columns.has(path) ? keptCounts(target.table, query.selector, path) : undefined;
  if (kept && Object.keys(query.selector).length === 1) return withoutMissing(kept);
  const leafTests: LeafTests = [];
  const where = selectorToSql(query.selector, columns, leafTests);
  const counts = new Map<unknown, number>();
  const add = (value: unknown, count: number) => counts.set(value ?? null, (counts.get(value ?? null) ?? 0) + count);
  const column = columns.get(path);
  if (column !== undefined && where.exact) {
    const sql = `SELECT ${column}, count(*) FROM ${target.table.name} WHERE ${where.sql} GROUP BY ${column}`;
    target.connection.leafTests = leafTests;
    for (const [value, count] of target.connection.rows(sql, ...where.values)) add(decodeValue(value), Number(count));
    return counts;
  }
  const segments = path.split('.');
  for (const document of matching(target, query, unsorted(target.table, where, leafTests))) {
    add(segments.reduce(property, document), 1);
  }
  return counts;
}

/** Translates a query: WHERE always, ORDER BY when every sort field has a column, LIMIT when both decide alone. */
export function queryToSql<RxDocType>(table: CollectionTable, query: FilledMangoQuery<RxDocType>): SqlQuery {
  const columns = table.columns();
  const leafTests: LeafTests = [];
  const where = selectorToSql(query.selector, columns, leafTests);
  const plan = unsorted(table, where, leafTests);
  const order = orderBy(query, columns);
  if (order === undefined) return plan;
  const isSorted = true;
  if (!where.exact) return { ...plan, sql: `${plan.sql} ORDER BY ${order}`, isSorted };
  const sql = `${plan.sql} ORDER BY ${order} LIMIT ? OFFSET ?`;
  return { ...plan, sql, values: [...plan.values, query.limit ?? -1, query.skip], isSorted };
}

function unsorted(table: CollectionTable, where: Condition, leafTests: LeafTests): SqlQuery {
  const sql = `SELECT json FROM ${table.name} WHERE ${where.sql}`;
  return { sql, values: where.values, leafTests, isExact: where.exact, isSorted: false };
}

/** The sort in SQL; the primary key decides between equals, so nothing behind it matters. */
function orderBy<RxDocType>(
  query: FilledMangoQuery<RxDocType>,
  columns: ReadonlyMap<string, string>,
): string | undefined {
  const terms: string[] = [];
  for (const part of query.sort) {
    for (const [path, direction] of Object.entries(part)) {
      const column = columns.get(path);
      if (column === undefined) return undefined;
      terms.push(`${column} ${direction === 'desc' ? 'DESC' : 'ASC'}`);
      if (column === 'id') return terms.join(', ');
    }
  }
  return terms.length === 0 ? undefined : terms.join(', ');
}

function countMatching<RxDocType>(target: QueryTarget<RxDocType>, query: FilledMangoQuery<RxDocType>): number {
  const columns = target.table.columns();
  const kept = keptCount(target.table, query.selector, columns);
  if (kept !== undefined) return kept;
  const leafTests: LeafTests = [];
  const where = selectorToSql(query.selector, columns, leafTests);
  if (where.exact) {
    target.connection.leafTests = leafTests;
    const sql = `SELECT count(*) FROM ${target.table.name} WHERE ${where.sql}`;
    return Number(target.connection.row(sql, ...where.values)?.[0]);
  }
  let count = 0;
  for (const _ of matching(target, query, unsorted(target.table, where, leafTests))) count += 1;
  return count;
}

/**
 * The answer of the kept counts, for the two questions that a screen asks all the time: all documents, and
 * those with one value.
 */
function keptCount(table: CollectionTable, selector: object, columns: ReadonlyMap<string, string>): number | undefined {
  const [path = table.countedPaths[0], ...others] = Object.keys(selector).filter((key) => key !== '_deleted');
  if (path === undefined || others.length > 0 || !columns.has(path)) return undefined;
  const counts = keptCounts(table, selector, path);
  if (!counts) return undefined;
  if (!Object.hasOwn(selector, path)) return [...counts.values()].reduce((sum, count) => sum + count, 0);
  const wanted = onlyEquals(Reflect.get(selector, path));
  if (typeof wanted !== 'string' && typeof wanted !== 'number' && typeof wanted !== 'boolean') return undefined;
  return counts.get(wanted) ?? 0;
}

function keptCounts(table: CollectionTable, selector: object, path: string): ReadonlyMap<unknown, number> | undefined {
  const deleted = onlyEquals(Reflect.get(selector, '_deleted'));
  return typeof deleted === 'boolean' ? table.counts(path, deleted) : undefined;
}

/** The operand of `{$eq: …}` when a matcher asks nothing else. */
function onlyEquals(matcher: unknown): unknown {
  if (typeof matcher !== 'object' || matcher === null) return undefined;
  const [operator, ...others] = Object.keys(matcher);
  return operator === '$eq' && others.length === 0 ? Reflect.get(matcher, '$eq') : undefined;
}

function withoutMissing(counts: ReadonlyMap<unknown, number>): Map<unknown, number> {
  const merged = new Map<unknown, number>();
  for (const [value, count] of counts) merged.set(value ?? null, (merged.get(value ?? null) ?? 0) + count);
  return merged;
}

/**
 * Sorts with RxDB's comparator. It calls two objects or two arrays equal without asking the next sort field, so the
 * outcome depends on the order before: that of the index that RxDB's planner has chosen, as in its memory storage.
 */
function sortInMemory<RxDocType>(
  target: QueryTarget<RxDocType>,
  { query, queryPlan }: PreparedQuery<RxDocType>,
  plan: SqlQuery,
): RxDocumentData<RxDocType>[] {
  const indexString = indexStringOf(target.schema, queryPlan.index);
  const compare: DeterministicSortComparator<RxDocType> = getSortComparator(target.schema, query);
  const found = Array.from(matching(target, query, plan), (document) => ({ document, key: indexString(document) }));
  found.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  return found.map(({ document }) => document).sort(compare);
}

/** A value that its schema forbids has no place in that index: such documents keep the order of the file. */
function indexStringOf<RxDocType>(
  schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>,
  index: string[],
): (document: RxDocumentData<RxDocType>) => string {
  const indexString = getIndexableStringMonad(schema, index);
  return (document) => {
    try {
      return indexString(document);
    } catch {
      return '';
    }
  };
}

function* matching<RxDocType>(
  target: QueryTarget<RxDocType>,
  query: FilledMangoQuery<RxDocType>,
  plan: SqlQuery,
  limit = Number.POSITIVE_INFINITY,
): Generator<RxDocumentData<RxDocType>> {
  if (limit <= 0) return;
  const matches = plan.isExact ? () => true : getQueryMatcher(target.schema, query);
  let found = 0;
  for (const document of documents(target, plan)) {
    if (!matches(document)) continue;
    yield document;
    found += 1;
    if (found >= limit) return;
  }
}

function* documents<RxDocType>(target: QueryTarget<RxDocType>, plan: SqlQuery): Generator<RxDocumentData<RxDocType>> {
  target.connection.leafTests = plan.leafTests;
  for (const [json] of target.connection.each(plan.sql, ...plan.values)) yield JSON.parse(String(json));
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
