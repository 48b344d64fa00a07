import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { writeDurably } from './durable-file.ts';

/**
 * Writes a secret's file as {@link writeDurably} does; an earlier one stays where that fails. Fails with
 * `secret.cannot-write`, retryable where the disk is full. What the system did not refuse is a bug and rejects.
 */
export async function saveSecretFile(file: string, content: string | Uint8Array): Promise<Result<undefined>> {
  try {
    await writeDurably(file, content);
    return ok(undefined);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    await rm(`${file}.new`, { force: true }).catch(() => {});
    return cannotWrite(file, code);
  }
}

function cannotWrite(file: string, code: string): Result<never> {
  const what = `the workspace's key could not be stored in ${dirname(file)}, and nothing was lost`;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('secret.cannot-write', `The disk is full: ${what}. Free some space and try again.`, {
        retryable: true,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('secret.cannot-write', `The folder may not be written: ${what}. Check its permissions.`);
    default:
      return fail(
        'secret.cannot-write',
        `The disk failed (${code}): ${what}. Check the folder and its disk, then try again.`,
      );
  }
}

/** The code by which the system refused (`ENOSPC`); null for any other error. */
function systemCode(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
