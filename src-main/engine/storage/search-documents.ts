import { normalizeMangoQuery } from 'rxdb';
import type { OpenCollection } from './open-collection.ts';
import { openCollectionOf } from './open-collection-of.ts';
import { StorageError } from './storage-error.ts';
import type { SearchFilter, SearchPage, TextIndex } from './text-index.ts';
import { stringFromKey } from './field-encoding.ts';
import type { LeafTests } from './condition.ts';
import { selectorToSql } from './selector-to-sql.ts';

/** One page of what a search found. `total` is how many there are, counted up to `most`. */
export interface FoundPage {
  readonly ids: string[];
  readonly total: number;
}

/** Which page, and of which documents: `selector` must be one that SQL alone decides (fields that an index names). */
export interface FoundPageRequest extends SearchPage {
  readonly most: number;
  readonly selector?: Readonly<Record<string, unknown>>;
}

/**
 * Finds documents by text: the ids of those that hold every word of `text`, the most relevant first.
 *
 * @param collection An `RxCollection` (or storage instance) of this storage, with search configured.
 * @param text As the user typed it; any length, any characters.
 */
export function searchDocuments(collection: object, text: string, page: SearchPage = {}): string[] {
  const target = searchable(collection);
  return idsOf(target, target.textIndex.search(text, page));
}

/**
 * The same, one page at a time and among the documents of a selector, with their number up to `most`. Only the page's
 * own documents need to be read then, however many were found.
 */
export function searchPage(collection: object, text: string, request: FoundPageRequest): FoundPage {
  const target = searchable(collection);
  const { rows, total } = target.textIndex.page(text, request, filterOf(target, request.selector));
  return { ids: idsOf(target, rows), total };
}

type Searchable = Pick<OpenCollection<unknown>, 'connection' | 'table' | 'schema'> & { readonly textIndex: TextIndex };

function searchable(collection: object): Searchable {
  const { connection, table, schema, textIndex } = openCollectionOf(collection);
  if (textIndex) return { connection, table, schema, textIndex };
  throw new StorageError(
    'storage.search-not-configured',
    'Name the collection in the `search` option of getSqliteStorage.',
  );
}

function filterOf(
  { connection, table, schema }: Searchable,
  selector: FoundPageRequest['selector'],
): SearchFilter | undefined {
  if (!selector) return undefined;
  const leafTests: LeafTests = [];
  // Every index begins with it; the text index holds living documents only.
  const query = normalizeMangoQuery(schema, { selector: { ...selector, _deleted: { $eq: false } } });
  const where = selectorToSql(query.selector, table.columns(), leafTests);
  if (!where.exact) throw new Error('A search can be narrowed only by fields that an index names.');
  connection.leafTests = leafTests;
  return { table: table.name, sql: where.sql, values: where.values };
}

function idsOf({ connection, table }: Searchable, rows: readonly number[]): string[] {
  return rows.flatMap((n) => {
    const row = connection.row(`SELECT id FROM ${table.name} WHERE n = ?`, n);
    return row ? [stringFromKey(String(row[0]))] : [];
  });
}
