import { normalizeMangoQuery } from 'rxdb';
import { countDocumentsBy } from './document-query.ts';
import { openCollectionOf } from './open-collection-of.ts';

/**
 * Counts a collection's documents by the value of one field, e.g. invoices by state; deleted documents are left out.
 * Without a selector the answer is kept ready for every field by which an index of the schema groups
 * (`['state', 'updatedAt']`: state).
 *
 * @param collection An `RxCollection` (or storage instance) of this storage.
 * @returns Only values that occur; missing and null ones under `null`.
 */
export function countByField(
  collection: object,
  path: string,
  selector: Readonly<Record<string, unknown>> = {},
): Map<unknown, number> {
  const target = openCollectionOf(collection);
  const isAll = Object.keys(selector).length === 0;
  const living = { ...(isAll ? {} : { $and: [selector] }), _deleted: { $eq: false } };
  return countDocumentsBy(target, path, normalizeMangoQuery(target.schema, { selector: living }));
}
