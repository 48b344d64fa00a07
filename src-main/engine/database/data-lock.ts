import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** Holds a data folder for one engine; `release` gives it back, and so does the end of the process, however it ends. */
export interface DataLock {
  release(): void;
}

/**
 * Takes the data folder (made when absent) for this engine alone.
 *
 * The lock is SQLite's own exclusive lock on a small file, so the operating system frees it with the process,
 * even after SIGKILL. Fails with `data.in-use` when another engine has it, and `data.cannot-open` when the
 * folder cannot be written.
 */
export function lockDataFolder(folder: string): Result<DataLock> {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    return isBusy(error) ? inUse(folder) : cannotOpen(folder, error);
  }
  const held = database;
  return ok({ release: () => held.close() });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}

function inUse(folder: string) {
  const message = `Another Quittance is already working on ${folder}. Use that one, close it first, or choose another data folder.`;
  return fail('data.in-use', message, { retryable: true });
}

function cannotOpen(folder: string, error: unknown) {
  const why = error instanceof Error ? error.message : String(error);
  return fail(
    'data.cannot-open',
    `The data folder ${folder} cannot be used (${why}). Check its permissions and its disk.`,
  );
}
