import { type MangoQuerySelector, normalizeMangoQuery } from 'rxdb';
import { countDocumentsBy } from './document-query.ts';
import { openCollectionOf } from './open-collection-of.ts';

/**
 * Counts a collection's documents by the value of one field, e.g. invoices by state. In SQL, from an index alone, where an index
 * of the schema begins with the field; deleted documents are left out.
 *
 * @param collection An `RxCollection` (or storage instance) of this storage.
 * @returns Only values that occur; missing and null ones under `null`.
 */
export function countByField(
  collection: object,
  path: string,
  selector: MangoQuerySelector<unknown> = {},
): Map<unknown, number> {
  const target = openCollectionOf(collection);
  const living = { $and: [selector], _deleted: { $eq: false } };
  return countDocumentsBy(target, path, normalizeMangoQuery(target.schema, { selector: living }));
}
