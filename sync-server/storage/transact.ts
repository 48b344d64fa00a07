import type { Kysely, Transaction } from 'kysely';
import type { RelaySchema } from './schema.ts';

/** A database handle that may be inside a transaction. */
export type Database = Kysely<RelaySchema>;
/** A database handle that is inside a transaction. */
export type RelayTransaction = Transaction<RelaySchema>;

/**
 * PostgreSQL's serialization failure, deadlock and unique violation (two writers met; the second sees the first's row).
 */
const mendedByRepeating = new Set(['40001', '40P01', '23505']);
const attempts = 5;

/**
 * Runs `work` in one transaction, again when PostgreSQL broke it off because of another writer. `work` must touch only
 * the transaction it is given, and nothing outside the database.
 */
export async function transact<Value>(db: Database, work: (trx: RelayTransaction) => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt >= attempts || !mendedByRepeating.has(readErrorCode(error))) throw error;
    }
  }
}

function readErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
