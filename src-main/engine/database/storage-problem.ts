import type { Problem, Result } from '../../../shared/result.ts';
import { StorageError } from '../storage/storage-error.ts';

/** Runs work on the database and turns the storage's expected failures (full disk, …) into values; bugs still throw. */
export async function catchStorageProblem<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    const problem = storageProblemOf(error);
    if (problem) return { ok: false, problem };
    throw error;
  }
}

/** The storage's problem behind an error, through whatever wrapped it; undefined for anything else. */
export function storageProblemOf(error: unknown): Problem | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StorageError) return cause.problem;
  }
  return undefined;
}
