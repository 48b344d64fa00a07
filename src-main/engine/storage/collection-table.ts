import type { RxJsonSchema } from 'rxdb';
import { type ColumnValue, encodeValue, isMixed, readPath, stringKey } from './field-encoding.ts';
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
 * The table of one collection: `n` (row), `id`, `deleted`, `lwt`, `rev`, one column for every other field that an index of the
 * schema names (`f0`, `f1`, …, see field-encoding.ts), and the whole document as `json`.
 */
export class CollectionTable {
  readonly name: string;
  readonly number: number;
  readonly primaryPath: string;
  readonly indexes: readonly (readonly string[])[];
  readonly #connection: SqliteConnection;
  readonly #fields: readonly Field[];
  readonly #columns: ReadonlyMap<string, string>;
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
    const written = ['id', 'deleted', 'lwt', 'rev', ...this.#fields.map((field) => field.column), 'json'];
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
      `CREATE TABLE ${this.name} (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, deleted ANY NOT NULL, lwt REAL NOT NULL,
       rev TEXT NOT NULL, ${fields} json TEXT NOT NULL) STRICT`,
    );
    for (const [name, columns] of this.#indexDefinitions()) {
      this.#connection.exec(`CREATE INDEX ${this.name}_${name} ON ${this.name} (${columns})`);
    }
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
    this.#connection.exec(`ALTER TABLE ${this.name} RENAME TO ${old}`);
    this.create();
    this.#connection.run('DELETE FROM storage_mixed_field WHERE collection = ?', this.number);
    // Newest first: a new row gets the number above all others, and its old one, below them, is still free.
    for (const [n, json] of this.#connection.rows(`SELECT n, json FROM ${old} ORDER BY n DESC`)) {
      const { rowId } = this.insert(JSON.parse(String(json)));
      if (rowId !== n) this.#connection.run(`UPDATE ${this.name} SET n = ? WHERE n = ?`, Number(n), rowId);
    }
    this.#connection.exec(`DROP TABLE ${old}`);
  }

  /** Stores a new document; returns its row. */
  insert(document: StoredDocument): { rowId: number } {
    return this.#connection.run(this.#insertSql, ...this.#values(document));
  }

  /** Replaces the document of a row. */
  update(rowId: number, document: StoredDocument): void {
    this.#connection.run(this.#updateSql, ...this.#values(document), rowId);
  }

  /** The row, revision and JSON of a document, deleted or not. */
  find(id: string): { rowId: number; rev: string; json: string } | undefined {
    const row = this.#connection.row(`SELECT n, rev, json FROM ${this.name} WHERE id = ?`, stringKey(id));
    return row && { rowId: Number(row[0]), rev: String(row[1]), json: String(row[2]) };
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
    this.#connection.exec(`DROP TABLE IF EXISTS ${this.name}`);
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

  /** One index per index of the schema, and a narrow one for each leading field, which counts by it read instead. */
  #indexDefinitions(): Map<string, string> {
    const definitions = new Map<string, string>();
    const leading = new Set<string>();
    this.indexes.forEach((paths, at) => {
      const columns = paths.map((path) => this.#columns.get(path));
      definitions.set(`i${at}`, columns.join(', '));
      if (columns[0] === 'deleted' && columns.length > 3) leading.add(String(columns[1]));
    });
    for (const column of leading) definitions.set(`by_${column}`, `deleted, ${column}`);
    return definitions;
  }

  #rowsAtLastAnalysis(): number {
    const known = this.#connection.row(`SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'`);
    if (known?.[0] === 0) return 0;
    const stat = this.#connection.row('SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = ?', this.name);
    return Number(stat?.[0] ?? 0);
  }
}

/** The indexes of a schema as lists of paths, the primary key always among the fields. */
export function schemaIndexes(schema: Pick<RxJsonSchema<unknown>, 'indexes'>): string[][] {
  return (schema.indexes ?? []).map((index) => (typeof index === 'string' ? [index] : [...index]));
}
