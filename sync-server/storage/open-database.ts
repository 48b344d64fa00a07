import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { migrations } from './migrations.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { RelaySchema } from './schema.ts';

/** Where the relay keeps its data: a PostgreSQL address, or a folder for an embedded SQLite file. */
export type DatabaseLocation =
  | { readonly engine: 'postgres'; readonly url: string; readonly poolSize?: number }
  | { readonly engine: 'sqlite'; readonly folder: string };

/** The relay's database, its schema brought up to date. */
export interface RelayDatabase {
  readonly engine: 'postgres' | 'sqlite';
  readonly kysely: Kysely<RelaySchema>;
  /** Changes when the database was restored from a backup, so that readers of its feeds begin again. */
  readonly epoch: string;
  /** The pool, for LISTEN and advisory locks; null on SQLite. */
  readonly pool: pg.Pool | null;
  close(): Promise<void>;
}

/**
 * Opens the database, takes hold of it (one relay per SQLite folder) and migrates its schema forward.
 *
 * @param options.newEpoch starts a new epoch: set it once after restoring a backup.
 * @throws Error with a message for the operator when the database cannot be reached, is held by another relay, or was
 * written by a newer version.
 */
export async function openDatabase(
  location: DatabaseLocation,
  options: { newEpoch?: boolean } = {},
): Promise<RelayDatabase> {
  const opened = location.engine === 'postgres' ? openPostgres(location) : openSqlite(location.folder);
  try {
    await migrate(opened.kysely);
    const epoch = await readEpoch(opened.kysely, options.newEpoch ?? false);
    return { engine: location.engine, epoch, ...opened };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

type Opened = Pick<RelayDatabase, 'kysely' | 'pool' | 'close'>;

function openSqlite(folder: string): Opened {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeFolderLock(folder);
  const kysely = new Kysely<RelaySchema>({ dialect: createNodeSqliteDialect(join(folder, 'relay.sqlite')) });
  const close = async (): Promise<void> => {
    await kysely.destroy();
    lock.close();
  };
  return { kysely, pool: null, close };
}

/** An exclusive SQLite lock on a file of its own: the system drops it when the process dies, however it dies. */
function takeFolderLock(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, 'relay.lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    return lock;
  } catch {
    lock.close();
    throw new Error(`Another relay is using the data folder ${folder}. Stop it, or give this one another DATA_DIR.`);
  }
}

function openPostgres(location: { url: string; poolSize?: number }): Opened {
  const pool = new pg.Pool({
    connectionString: location.url,
    max: location.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: readTypeParser },
  });
  // An idle connection that breaks is replaced by the pool at the next query; without a listener Node would exit.
  pool.on('error', () => undefined);
  const kysely = new Kysely<RelaySchema>({ dialect: new PostgresDialect({ pool }) });
  return { kysely, pool, close: () => kysely.destroy() };
}

/** Reads bigint columns as numbers: every counter, instant and block number here stays far below 2^53. */
function readTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.INT8) return Number;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
}

async function migrate(kysely: Kysely<RelaySchema>): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /corrupted migrations|previously executed migration/.test(error.message))
    throw new Error('This database was written by a newer version of the relay. Run that version or a later one.');
  throw error instanceof Error ? error : new Error(String(error));
}

async function readEpoch(kysely: Kysely<RelaySchema>, renew: boolean): Promise<string> {
  const fresh = { key: 'epoch', value: randomBytes(9).toString('base64url') };
  await kysely
    .insertInto('meta')
    .values(fresh)
    .onConflict((conflict) =>
      renew ? conflict.column('key').doUpdateSet({ value: fresh.value }) : conflict.column('key').doNothing(),
    )
    .execute();
  const row = await kysely.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow();
  return row.value;
}
