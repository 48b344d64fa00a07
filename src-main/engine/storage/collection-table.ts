import type { RxJsonSchema } from 'rxdb';
import { type ColumnValue, decodeValue, encodeValue, isMixed, readPath, stringKey } from './field-encoding.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

interface Field {
  readonly path: string;
  readonly column: string;
  readonly segments: readonly string[];
}

/** A document as it is stored: RxDB's own properties beside the application's. */
export interface StoredDocument {
  readonly _rev: string;
  readonly _meta: { readonly lwt: number };
}

/**
 * The table of one collection: `n` (row), `change` (number of the write that made it so, rising), `id`, `deleted`,
 * `lwt`, `rev`, one column for every other field that an index of the schema names (`f0`, `f1`, …, see
 * field-encoding.ts), and the whole document as `json`.
 */
export class CollectionTable {
  readonly name: string;
  readonly number: number;
  readonly primaryPath: string;
  readonly indexes: readonly (readonly string[])[];
  readonly #connection: SqliteConnection;
  readonly #fields: readonly Field[];
  readonly #columns: ReadonlyMap<string, string>;
  readonly #counted: ReadonlyMap<string, string>;
  readonly #insertSql: string;
  readonly #updateSql: string;
  #analyzedRows: number | undefined;

  constructor(
    connection: SqliteConnection,
    number: number,
    primaryPath: string,
    indexes: readonly (readonly string[])[],
  ) {
    this.#connection = connection;
    this.number = number;
    this.name = `c${number}`;
    this.primaryPath = primaryPath;
    this.indexes = indexes;
    const fixed = new Map([
      [primaryPath, 'id'],
      ['_deleted', 'deleted'],
      ['_meta.lwt', 'lwt'],
    ]);
    const others = [...new Set(indexes.flat())].filter((path) => !fixed.has(path));
    this.#fields = others.map((path, at) => ({ path, column: `f${at}`, segments: path.split('.') }));
    this.#columns = new Map([...fixed, ...this.#fields.map(({ path, column }) => [path, column] as const)]);
    const grouping = indexes
      .filter((paths) => paths[0] === '_deleted' && paths.length > 3)
      .map((paths) => paths[1] ?? '');
    this.#counted = new Map(
      this.#fields.filter(({ path }) => grouping.includes(path)).map(({ path, column }) => [path, column]),
    );
    const fields = this.#fields.map((field) => field.column);
    const written = ['change', 'id', 'deleted', 'lwt', 'rev', ...fields, 'json'];
    this.#insertSql = `INSERT INTO ${this.name} (${written.join(', ')}) VALUES (${written.map(() => '?').join(', ')})`;
    this.#updateSql = `UPDATE ${this.name} SET ${written.map((column) => `${column} = ?`).join(', ')} WHERE n = ?`;
  }

  /** The column of each path that has one and has only ever held scalars; a mixed one is left to JavaScript. */
  columns(): ReadonlyMap<string, string> {
    const mixed = this.#connection.rows('SELECT path FROM storage_mixed_field WHERE collection = ?', this.number);
    if (mixed.length === 0) return this.#columns;
    const columns = new Map(this.#columns);
    for (const [path] of mixed) columns.delete(String(path));
    return columns;
  }

  /** Creates the table and its indexes; inside a transaction. */
  create(): void {
    const fields = this.#fields.map(({ column }) => `${column} ANY,`).join(' ');
    this.#connection.exec(
      `CREATE TABLE ${this.name} (n INTEGER PRIMARY KEY, change INTEGER NOT NULL UNIQUE, id TEXT NOT NULL UNIQUE,
       deleted ANY NOT NULL, lwt REAL NOT NULL, rev TEXT NOT NULL, ${fields} json TEXT NOT NULL) STRICT`,
    );
    this.indexes.forEach((paths, at) => {
      const columns = paths.map((path) => this.#columns.get(path)).join(', ');
      this.#connection.exec(`CREATE INDEX ${this.name}_i${at} ON ${this.name} (${columns})`);
    });
    this.#createCounters();
    // Tombstones by age, for cleanup.
    this.#connection.exec(`CREATE INDEX ${this.name}_dead ON ${this.name} (lwt) WHERE deleted = x'11'`);
  }

  /** Rebuilds columns and indexes from the documents, after the schema's indexes have changed; inside a transaction. */
  rebuild(): void {
    const old = `${this.name}_old`;
    const indexes = this.#connection.rows(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`,
      this.name,
    );
    for (const [index] of indexes) this.#connection.exec(`DROP INDEX ${String(index)}`);
    for (const trigger of ['added', 'gone', 'changed']) {
      this.#connection.exec(`DROP TRIGGER IF EXISTS ${this.name}_${trigger}`);
    }
    this.#connection.exec(`DROP TABLE IF EXISTS ${this.name}_counts`);
    this.#connection.exec(`ALTER TABLE ${this.name} RENAME TO ${old}`);
    const hasChanges = this.#connection.row(`SELECT 1 FROM pragma_table_info('${old}') WHERE name = 'change'`);
    this.create();
    this.#connection.run('DELETE FROM storage_mixed_field WHERE collection = ?', this.number);
    const change = hasChanges ? 'change' : 'row_number() OVER (ORDER BY lwt, id)';
    // Newest first: a new row gets the number above all others, and its old one, below them, is still free.
    for (const [n, at, json] of this.#connection.rows(`SELECT n, ${change}, json FROM ${old} ORDER BY n DESC`)) {
      const { rowId } = this.insert(JSON.parse(String(json)), Number(at));
      if (rowId !== n) this.#connection.run(`UPDATE ${this.name} SET n = ? WHERE n = ?`, Number(n), rowId);
    }
    this.#connection.exec(`DROP TABLE ${old}`);
  }

  /** Stores a new document as a change; returns its row. */
  insert(document: StoredDocument, change: number): { rowId: number } {
    return this.#connection.run(this.#insertSql, change, ...this.#values(document));
  }

  /** Replaces the document of a row by a change. */
  update(rowId: number, document: StoredDocument, change: number): void {
    this.#connection.run(this.#updateSql, change, ...this.#values(document), rowId);
  }

  /**
   * The number of the newest change; inside a transaction, the next one is the writer's. 0 where
   * nothing was ever written.
   */
  newestChange(): number {
    return Number(this.#connection.row(`SELECT max(change) FROM ${this.name}`)?.[0] ?? 0);
  }

  /** Documents changed after a change, deleted ones included, in the order of the changes. */
  changedAfter(change: number, limit: number): { change: number; json: string }[] {
    return this.#connection
      .rows(`SELECT change, json FROM ${this.name} WHERE change > ? ORDER BY change LIMIT ?`, change, limit)
      .map(([at, json]) => ({ change: Number(at), json: String(json) }));
  }

  /**
   * Removes at most so many tombstones that were written by a time (ms); returns how many. The newest change stays
   * whatever it is: without it, its number would be given to another.
   */
  removeDead(writtenBy: number, limit: number): number {
    const dead = this.#connection.rows(
      `SELECT n FROM ${this.name} WHERE deleted = x'11' AND lwt <= ? AND +change < ? ORDER BY lwt LIMIT ?`,
      writtenBy,
      this.newestChange(),
      limit,
    );
    for (const [n] of dead) this.#connection.run(`DELETE FROM ${this.name} WHERE n = ?`, Number(n));
    return dead.length;
  }

  /** The row, revision and JSON of a document, deleted or not. */
  find(id: string): { rowId: number; rev: string; json: string } | undefined {
    const row = this.#connection.row(`SELECT n, rev, json FROM ${this.name} WHERE id = ?`, stringKey(id));
    return row && { rowId: Number(row[0]), rev: String(row[1]), json: String(row[2]) };
  }

  /** How many documents have each value of a field, deleted ones or living; undefined where nobody counts them. */
  counts(path: string, deleted: boolean): ReadonlyMap<unknown, number> | undefined {
    const column = this.#counted.get(path);
    if (column === undefined) return undefined;
    const rows = this.#connection.rows(
      `SELECT value, amount FROM ${this.name}_counts WHERE field = ? AND deleted = ? AND amount > 0`,
      column,
      encodeValue(deleted),
    );
    return new Map(rows.map(([value, amount]) => [decodeValue(value), Number(amount)]));
  }

  /** The fields that are counted: those by which an index of the schema groups before it sorts. */
  get countedPaths(): readonly string[] {
    return [...this.#counted.keys()];
  }

  /** Lets SQLite's planner see how the data has grown; after a transaction. Its failure is no failure of the write. */
  analyzeAfterGrowth(): void {
    const rows = Number(this.#connection.row(`SELECT max(n) FROM ${this.name}`)?.[0] ?? 0);
    this.#analyzedRows ??= this.#rowsAtLastAnalysis();
    if (rows < this.#analyzedRows * 1.5 + 200) return;
    this.#analyzedRows = rows;
    try {
      this.#connection.exec(`PRAGMA analysis_limit = 1000; ANALYZE ${this.name}`);
    } catch {
      // Another process is writing or the disk is full: the planner keeps its older figures.
    }
  }

  drop(): void {
    this.#connection.exec(`DROP TABLE IF EXISTS ${this.name}; DROP TABLE IF EXISTS ${this.name}_counts`);
    this.#connection.run('DELETE FROM storage_mixed_field WHERE collection = ?', this.number);
  }

  #values(document: StoredDocument): ColumnValue[] {
    const fields = this.#fields.map(({ path, segments }) => {
      const encoded = encodeValue(readPath(document, segments));
      if (isMixed(encoded)) this.#noteMixed(path);
      return encoded;
    });
    return [
      stringKey(String(Reflect.get(document, this.primaryPath))),
      encodeValue(Reflect.get(document, '_deleted') === true),
      document._meta.lwt,
      document._rev,
      ...fields,
      JSON.stringify(document),
    ];
  }

  #noteMixed(path: string): void {
    this.#connection.run('INSERT OR IGNORE INTO storage_mixed_field VALUES (?, ?)', this.number, path);
  }

  /**
   * Keeps the counts by value in step with every write, whichever process makes it. Scanning an index of 100,000
   * entries takes 10 ms; this takes microseconds for each write and each question.
   */
  #createCounters(): void {
    const columns = [...this.#counted.values()];
    if (columns.length === 0) return;
    const counts = `${this.name}_counts`;
    const change = (row: 'OLD' | 'NEW', by: '+ 1' | '- 1') =>
      columns.map(
        (column) =>
          `INSERT INTO ${counts} VALUES ('${column}', ${row}.deleted, coalesce(${row}.${column}, x'00'), 0 ${by})
           ON CONFLICT DO UPDATE SET amount = amount ${by};`,
      );
    const down = change('OLD', '- 1').join(' ');
    const up = change('NEW', '+ 1').join(' ');
    const changed = columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ');
    this.#connection.exec(
      `CREATE TABLE ${counts} (field TEXT NOT NULL, deleted ANY NOT NULL, value ANY NOT NULL, amount INTEGER NOT NULL,
         PRIMARY KEY (field, deleted, value)) STRICT, WITHOUT ROWID;
       CREATE TRIGGER ${this.name}_added AFTER INSERT ON ${this.name} BEGIN ${up} END;
       CREATE TRIGGER ${this.name}_gone AFTER DELETE ON ${this.name} BEGIN ${down} END;
       CREATE TRIGGER ${this.name}_changed AFTER UPDATE ON ${this.name}
         WHEN OLD.deleted IS NOT NEW.deleted OR ${changed} BEGIN ${down} ${up} END`,
    );
  }

  #rowsAtLastAnalysis(): number {
    const known = this.#connection.row(`SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'`);
    if (known?.[0] === 0) return 0;
    const stat = this.#connection.row('SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = ?', this.name);
    return Number(stat?.[0] ?? 0);
  }
}

/**
 * The indexes of a schema as lists of paths, the primary key always among the fields; without the one by `_meta.lwt`
 * that RxDB adds to each for `getChangedDocumentsSince`, which goes by `change` here.
 */
export function schemaIndexes(schema: Pick<RxJsonSchema<unknown>, 'indexes'>): string[][] {
  return (schema.indexes ?? [])
    .map((index) => (typeof index === 'string' ? [index] : [...index]))
    .filter(([first]) => first !== '_meta.lwt');
}
