import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

/** Statements kept compiled per database; the least recently used goes first. */
const statementCacheSize = 200;

/**
 * Kysely's SQLite dialect over Node's own `node:sqlite`: WAL, `synchronous=FULL` (a commit survives a power cut),
 * foreign keys on, and a wait of five seconds for another writer.
 *
 * @param file path of the database, created when missing; its folder must exist.
 */
export function createNodeSqliteDialect(file: string): SqliteDialect {
  return new SqliteDialect({ database: async () => openDatabase(file) });
}

function openDatabase(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;');
  const cache = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      // A deferred transaction that turns into a writer can fail at once with SQLITE_BUSY; an
      // immediate one waits its turn.
      const text = sql === 'begin' ? 'begin immediate' : sql;
      const statement = cache.get(text) ?? toKyselyStatement(database.prepare(text));
      cache.delete(text);
      cache.set(text, statement);
      const oldest = cache.keys().next();
      if (cache.size > statementCacheSize && !oldest.done) cache.delete(oldest.value);
      return statement;
    },
  };
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
