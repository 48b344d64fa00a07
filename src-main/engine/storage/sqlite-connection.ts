import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { decodeValue } from './field-encoding.ts';
import { StorageError, toStorageError } from './storage-error.ts';

/** `QUIT`, in the header of every data file of ours. */
const APPLICATION_ID = 0x51554954;
/** Raise when older programs must not open the file any more. 2: changes are numbered. */
export const FILE_VERSION = 2;
const MAX_STATEMENTS = 300;

/** How a data file is opened. */
export interface ConnectionOptions {
  /** Milliseconds to wait for another process's write transaction. */
  readonly busyTimeout: number;
  /** Pages of 4096 bytes that the file may grow to (`PRAGMA max_page_count`); unlimited without it. */
  readonly maxPages?: number;
}

/**
 * The one connection of this process to a data file, shared by all its storage instances. `node:sqlite` is synchronous,
 * so two transactions of one process can never interleave.
 */
export class SqliteConnection {
  readonly file: string;
  /** What `mango(column, i)` tests in the statement that runs now. */
  leafTests: readonly ((value: unknown) => boolean)[] = [];
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, options: ConnectionOptions) {
    this.file = file;
    refuseUnknownFile(file);
    this.#database = openFile(file, options);
    this.#database.function('mango', { deterministic: false }, (value, test) =>
      this.leafTests[Number(test)]?.(decodeValue(value)) ? 1 : 0,
    );
  }

  /** Runs a statement; returns the row id of an insert and how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): { rowId: number; changes: number } {
    return this.#attempt(() => {
      const { lastInsertRowid, changes } = this.#prepare(sql).run(...values);
      return { rowId: Number(lastInsertRowid), changes: Number(changes) };
    });
  }

  /** The first row, each column by its position. */
  row(sql: string, ...values: SQLInputValue[]): readonly unknown[] | undefined {
    return this.#attempt(() => asRow(this.#prepare(sql).get(...values)));
  }

  /** Every row, each column by its position. */
  rows(sql: string, ...values: SQLInputValue[]): (readonly unknown[])[] {
    return this.#attempt(() =>
      this.#prepare(sql)
        .all(...values)
        .map(requireRow),
    );
  }

  /** Rows one by one; leave the loop early and the rest is never read. Must not be held over an `await`. */
  *each(sql: string, ...values: SQLInputValue[]): Generator<readonly unknown[]> {
    try {
      for (const row of this.#prepare(sql).iterate(...values)) yield requireRow(row);
    } catch (error) {
      throw toStorageError(error, this.file);
    }
  }

  /** Runs one or more statements without parameters. */
  exec(sql: string): void {
    this.#attempt(() => this.#database.exec(sql));
  }

  /** Runs `work` in one write transaction that no other process can interleave with: all of it is stored, or none. */
  transaction<Value>(work: () => Value): Value {
    this.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.exec('COMMIT');
      return value;
    } catch (error) {
      // A full disk may have rolled the transaction back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    if (this.#statements.size >= MAX_STATEMENTS) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  #attempt<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, this.file);
    }
  }
}

const open = new Map<string, { connection: SqliteConnection; users: number }>();

/**
 * Opens the data file, or joins the connection that this process has to it already; call
 * `releaseConnection` once for each.
 */
export function acquireConnection(file: string, options: ConnectionOptions): SqliteConnection {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const path = join(realpathSync(dirname(file)), basename(file));
  const known = open.get(path);
  if (known) {
    known.users += 1;
    return known.connection;
  }
  const connection = new SqliteConnection(path, options);
  open.set(path, { connection, users: 1 });
  return connection;
}

/** Gives a connection back; the last one closes the file. */
export function releaseConnection(connection: SqliteConnection): void {
  const known = open.get(connection.file);
  if (known?.connection !== connection) return;
  known.users -= 1;
  if (known.users > 0) return;
  open.delete(connection.file);
  connection.close();
}

/**
 * Reads the header (https://sqlite.org/fileformat.html#the_database_header) before SQLite may touch the file: a file
 * from a newer version, or of another program, stays exactly as it is.
 */
function refuseUnknownFile(file: string): void {
  if (!existsSync(file)) return;
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  const length = readSync(handle, header, 0, header.length, 0);
  closeSync(handle);
  if (length === 0) return;
  if (length < header.length || header.toString('latin1', 0, 16) !== 'SQLite format 3\u0000') {
    throw new StorageError('storage.foreign-file', `The file is not a database of this program: ${file}`);
  }
  refuseVersion(file, header.readUInt32BE(60), header.readUInt32BE(68));
}

function refuseVersion(file: string, version: number, application: number): void {
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0)) {
    throw new StorageError('storage.foreign-file', `The file belongs to another program: ${file}`);
  }
  if (version <= FILE_VERSION) return;
  throw new StorageError(
    'storage.newer-version',
    `The data file is from a newer version of this program (format ${version}; this one reads up to ${FILE_VERSION}). ` +
      `It was not touched; install the newer version to open it: ${file}`,
  );
}

function openFile(file: string, options: ConnectionOptions): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    database = new DatabaseSync(file, { timeout: options.busyTimeout });
    const version = pragma(database, 'user_version');
    // The header on disk can be older than the log beside it, so ask again now that SQLite has read both.
    if (version > 0) refuseVersion(file, version, pragma(database, 'application_id'));
    else stampFile(database);
    // Collections are rebuilt one by one as they are opened: an older program must keep out from the first on.
    if (version > 0 && version < FILE_VERSION) database.exec(`PRAGMA user_version = ${FILE_VERSION}`);
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536',
    );
    if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`);
    return database;
  } catch (error) {
    database?.close();
    throw toStorageError(error, file);
  }
}

/** The stamp is written before the log mode is on, so that it is in the header of the file itself. */
function stampFile(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  if (pragma(database, 'user_version') === 0) {
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FILE_VERSION}; ${REGISTRY}`);
  }
  database.exec('COMMIT');
}

const REGISTRY = `
  CREATE TABLE IF NOT EXISTS storage_collection (
    number INTEGER PRIMARY KEY, database TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
    indexes TEXT NOT NULL, search TEXT NOT NULL, UNIQUE (database, name, version)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS storage_mixed_field (
    collection INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (collection, path)
  ) STRICT, WITHOUT ROWID;`;

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function asRow(row: unknown): readonly unknown[] | undefined {
  return row === undefined ? undefined : requireRow(row);
}

function requireRow(row: unknown): readonly unknown[] {
  if (!Array.isArray(row)) throw new TypeError('node:sqlite returned a row that is not an array');
  return row;
}
