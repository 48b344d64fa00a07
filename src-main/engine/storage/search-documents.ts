import { openCollectionOf } from './open-collection-of.ts';
import { StorageError } from './storage-error.ts';
import type { SearchPage } from './text-index.ts';
import { stringFromKey } from './field-encoding.ts';

/**
 * Finds documents by text: the ids of those that hold every word of `text`, the most relevant first.
 *
 * @param collection An `RxCollection` (or storage instance) of this storage, with search configured.
 * @param text As the user typed it; any length, any characters.
 */
export function searchDocuments(collection: object, text: string, page: SearchPage = {}): string[] {
  const { connection, table, textIndex } = openCollectionOf(collection);
  if (!textIndex) {
    throw new StorageError(
      'storage.search-not-configured',
      'Name the collection in the `search` option of getSqliteStorage.',
    );
  }
  return textIndex.search(text, page).flatMap((n) => {
    const row = connection.row(`SELECT id FROM ${table.name} WHERE n = ?`, n);
    return row ? [stringFromKey(String(row[0]))] : [];
  });
}
