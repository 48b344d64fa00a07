import { join } from 'node:path';
import {
  RXDB_VERSION,
  type RxStorage,
  type RxStorageInstanceCreationParams,
  ensureRxStorageInstanceParamsAreCorrect,
} from 'rxdb';
import { OpenCollection } from './open-collection.ts';
import { acquireConnection, releaseConnection } from './sqlite-connection.ts';
import { SqliteStorageInstance } from './sqlite-storage-instance.ts';
import { StorageError } from './storage-error.ts';
import type { SearchText } from './text-index.ts';

/** Where the data lives and what of it can be searched. */
export type SqliteStorageOptions = ({ readonly file: string } | { readonly folder: string }) & {
  /** Full-text search by collection name; see `searchDocuments`. */
  readonly search?: Readonly<Record<string, SearchText>>;
  /** Milliseconds to wait for another process's write; 5,000 unless told. */
  readonly busyTimeout?: number;
  /** Pages of 4096 bytes that a file may grow to; then writes fail with `storage.full`. */
  readonly maxPages?: number;
};

/** RxDB's storage over `node:sqlite`. */
export type SqliteStorage = RxStorage<object, Record<string, never>>;

/**
 * An RxDB storage that keeps each database in one SQLite file (WAL, `synchronous=FULL`): `file` itself, or
 * `<folder>/<database name>.sqlite`. What a write has acknowledged survives a kill or a power cut.
 *
 * Several instances, in this process or others, may use one file: conflicts are found across all of them; the change
 * stream tells of the writes of this process.
 *
 * Failures are `StorageError`s, thrown because RxDB's contract has no other way: `storage.full`, `storage.busy`,
 * `storage.newer-version` (the file is untouched), `storage.foreign-file`, `storage.corrupt`, …
 */
export function getSqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  return {
    name: 'sqlite',
    rxdbVersion: RXDB_VERSION,
    async createStorageInstance<RxDocType>(params: RxStorageInstanceCreationParams<RxDocType, Record<string, never>>) {
      ensureRxStorageInstanceParamsAreCorrect(params);
      if (params.schema.attachments) {
        throw new StorageError(
          'storage.attachments-unsupported',
          `This storage keeps no attachments; remove them from the schema of ${params.collectionName}.`,
        );
      }
      return openInstance(options, params);
    },
  };
}

function openInstance<RxDocType>(
  options: SqliteStorageOptions,
  { databaseName, collectionName, schema }: RxStorageInstanceCreationParams<RxDocType, Record<string, never>>,
) {
  const file = 'file' in options ? options.file : join(options.folder, `${encodeURIComponent(databaseName)}.sqlite`);
  const { busyTimeout = 5000, maxPages } = options;
  const connection = acquireConnection(file, { busyTimeout, ...(maxPages === undefined ? {} : { maxPages }) });
  try {
    const searchText = options.search?.[collectionName];
    const collection = new OpenCollection(connection, { databaseName, collectionName, schema, searchText });
    return new SqliteStorageInstance(databaseName, collectionName, collection);
  } catch (error) {
    releaseConnection(connection);
    throw error;
  }
}
