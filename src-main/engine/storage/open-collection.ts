import {
  type EventBulk,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorageChangeEvent,
  type StringKeys,
  getPrimaryFieldOfPrimaryKey,
} from 'rxdb';
import { type Observable, Subject, filter } from 'rxjs';
import { CollectionTable, schemaIndexes } from './collection-table.ts';
import { type SqliteConnection, releaseConnection } from './sqlite-connection.ts';
import { StorageError } from './storage-error.ts';
import { type SearchText, TextIndex, dropTextIndex, searchSignature } from './text-index.ts';

/** Which collection of which file. */
export interface CollectionIdentity<RxDocType> {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>;
  readonly searchText: SearchText | undefined;
}

/** How far the changes of a collection have been read: through the change of this number. */
export interface StorageCheckpoint {
  readonly change: number;
}

/** What one write has changed. */
export type Changes<RxDocType> = EventBulk<RxStorageChangeEvent<RxDocumentData<RxDocType>>, StorageCheckpoint>;

/** What all instances of one collection in this process share. */
interface SharedState {
  readonly changes: Subject<unknown>;
  readonly signature: string;
  users: number;
  isRemoved: boolean;
}

const shared = new WeakMap<SqliteConnection, Map<string, SharedState>>();

/**
 * An instance's hold on its collection: the table, the text index, and the changes that all instances
 * of the process share.
 */
export class OpenCollection<RxDocType> {
  readonly connection: SqliteConnection;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>;
  readonly table: CollectionTable;
  readonly textIndex: TextIndex | undefined;
  readonly primaryPath: StringKeys<RxDocType>;
  readonly #identity: string;
  readonly #state: SharedState;

  /** Finds or creates the collection in the file; brings its indexes up to the schema and the search settings. */
  constructor(connection: SqliteConnection, identity: CollectionIdentity<RxDocType>) {
    const { databaseName, collectionName, schema, searchText } = identity;
    const indexes = schemaIndexes(schema);
    const signature = JSON.stringify([indexes, searchSignature(searchText)]);
    this.#identity = JSON.stringify([databaseName, collectionName, schema.version]);
    this.#state = joinState(connection, this.#identity, signature);
    this.connection = connection;
    this.schema = schema;
    this.primaryPath = documentKey<RxDocType>(getPrimaryFieldOfPrimaryKey(schema.primaryKey));
    try {
      const [table, textIndex] = connection.transaction(() =>
        prepareTable(connection, identity, this.primaryPath, indexes),
      );
      this.table = table;
      this.textIndex = textIndex;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** Tells every instance of this collection in this process of a write. */
  announce(changes: Changes<RxDocType>): void {
    this.#state.changes.next(changes);
  }

  changeStream(): Observable<Changes<RxDocType>> {
    return this.#state.changes.pipe(filter(isChanges<RxDocType>));
  }

  get isRemoved(): boolean {
    return this.#state.isRemoved;
  }

  /** Drops the collection with all its data. */
  remove(): void {
    this.connection.transaction(() => {
      this.table.drop();
      dropTextIndex(this.connection, this.table.name);
      this.connection.run('DELETE FROM storage_collection WHERE number = ?', this.table.number);
    });
    this.#state.isRemoved = true;
    shared.get(this.connection)?.delete(this.#identity);
  }

  /** Gives the collection up; the last one out of a file closes it. */
  release(): void {
    this.#leave();
    releaseConnection(this.connection);
  }

  #leave(): void {
    this.#state.users -= 1;
    if (this.#state.users > 0) return;
    this.#state.changes.complete();
    const states = shared.get(this.connection);
    if (states?.get(this.#identity) === this.#state) states.delete(this.#identity);
  }
}

function joinState(connection: SqliteConnection, identity: string, signature: string): SharedState {
  const states = shared.get(connection) ?? new Map<string, SharedState>();
  shared.set(connection, states);
  const state = states.get(identity) ?? { changes: new Subject<unknown>(), signature, users: 0, isRemoved: false };
  if (state.signature !== signature) {
    throw new StorageError(
      'storage.schema-in-use',
      `The collection ${identity} is open with other indexes; close it first.`,
    );
  }
  state.users += 1;
  states.set(identity, state);
  return state;
}

function prepareTable<RxDocType>(
  connection: SqliteConnection,
  { databaseName, collectionName, schema, searchText }: CollectionIdentity<RxDocType>,
  primaryPath: string,
  indexes: readonly (readonly string[])[],
): [CollectionTable, TextIndex | undefined] {
  const known = connection.row(
    'SELECT number, indexes, search FROM storage_collection WHERE database = ? AND name = ? AND version = ?',
    databaseName,
    collectionName,
    schema.version,
  );
  const indexSignature = JSON.stringify(indexes);
  const search = searchSignature(searchText);
  const number = known
    ? Number(known[0])
    : connection.run(
        'INSERT INTO storage_collection (database, name, version, indexes, search) VALUES (?, ?, ?, ?, ?)',
        databaseName,
        collectionName,
        schema.version,
        indexSignature,
        search,
      ).rowId;
  const table = new CollectionTable(connection, number, primaryPath, indexes);
  const textIndex = searchText && new TextIndex(connection, table.name, searchText);
  if (!known) table.create();
  else if (known[1] !== indexSignature) table.rebuild();
  if (search !== (known?.[2] ?? '')) {
    if (textIndex) textIndex.create();
    else dropTextIndex(connection, table.name);
  }
  connection.run(
    'UPDATE storage_collection SET indexes = ?, search = ? WHERE number = ?',
    indexSignature,
    search,
    number,
  );
  return [table, textIndex];
}

/** RxDB's own properties begin with an underscore, and none of them can be a primary key. */
function documentKey<RxDocType>(path: StringKeys<RxDocumentData<RxDocType>>): StringKeys<RxDocType> {
  const isKey = (name: string): name is StringKeys<RxDocType> => !name.startsWith('_');
  if (!isKey(path)) throw new TypeError(`${path} cannot be a primary key`);
  return path;
}

/** All instances of one collection share one schema, so what one of them announces is of the others' type. */
function isChanges<RxDocType>(value: unknown): value is Changes<RxDocType> {
  return typeof value === 'object' && value !== null && 'events' in value && 'checkpoint' in value;
}
