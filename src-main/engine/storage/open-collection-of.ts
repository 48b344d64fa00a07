import type { OpenCollection } from './open-collection.ts';
import { SqliteStorageInstance } from './sqlite-storage-instance.ts';
import { StorageError } from './storage-error.ts';

/**
 * The collection of this storage behind an `RxCollection` or a storage instance, through any wrappers (validation, …).
 */
export function openCollectionOf(collection: object): OpenCollection<unknown> {
  let instance: unknown = 'storageInstance' in collection ? collection.storageInstance : collection;
  while (typeof instance === 'object' && instance !== null) {
    if (instance instanceof SqliteStorageInstance) return instance.internals;
    instance = 'originalStorageInstance' in instance ? instance.originalStorageInstance : undefined;
  }
  throw new StorageError('storage.not-sqlite', 'The collection is not kept in the SQLite storage.');
}
