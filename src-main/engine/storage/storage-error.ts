import type { Problem } from '../../../shared/result.ts';

/** The stable codes of everything that can be expected to go wrong with the data file. */
export type StorageErrorCode =
  | 'storage.full'
  | 'storage.busy'
  | 'storage.read-only'
  | 'storage.disk'
  | 'storage.corrupt'
  | 'storage.cannot-open'
  | 'storage.newer-version'
  | 'storage.foreign-file'
  | 'storage.closed'
  | 'storage.removed'
  | 'storage.attachments-unsupported'
  | 'storage.schema-in-use'
  | 'storage.search-not-configured'
  | 'storage.not-sqlite';

/**
 * An expected failure of the storage. RxDB's storage contract has no place for a failure as a value, so it is thrown;
 * the engine turns `problem` into a result at its own border.
 */
export class StorageError extends Error {
  readonly problem: Problem & { readonly code: StorageErrorCode };

  constructor(code: StorageErrorCode, message: string, more: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.name = 'StorageError';
    this.problem = { code, message, retryable: more.retryable ?? false };
  }
}

/**
 * Turns an error of `node:sqlite` into a `StorageError` by its primary result code (https://sqlite.org/rescode.html);
 * anything else is a bug and is returned as it is.
 */
export function toStorageError(error: unknown, file: string): unknown {
  if (error instanceof StorageError) return error;
  const failure = FAILURES.get(resultCode(error));
  if (!failure) return error;
  const { code, says, retryable } = failure;
  return new StorageError(code, `${says} (${file})`, { retryable, cause: error });
}

interface Failure {
  readonly code: StorageErrorCode;
  readonly says: string;
  readonly retryable: boolean;
}

const FAILURES = new Map<number, Failure>([
  [5, { code: 'storage.busy', says: 'Another program holds the data file; close it or try again.', retryable: true }],
  [6, { code: 'storage.busy', says: 'Another program holds the data file; close it or try again.', retryable: true }],
  [
    8,
    { code: 'storage.read-only', says: 'The data file may not be written; check its permissions.', retryable: false },
  ],
  [10, { code: 'storage.disk', says: 'The disk failed while the data file was in use.', retryable: true }],
  [11, { code: 'storage.corrupt', says: 'The data file is damaged; restore it from a backup.', retryable: false }],
  [
    13,
    {
      code: 'storage.full',
      says: 'The disk is full: nothing of this write was stored and nothing was lost. Free some space and try again.',
      retryable: true,
    },
  ],
  [14, { code: 'storage.cannot-open', says: 'The data file cannot be opened; check the folder.', retryable: false }],
  [26, { code: 'storage.foreign-file', says: 'The file is not a database of this program.', retryable: false }],
]);

/** SQLITE_IOERR_SHMSIZE: there is no room for the log's index, so that a file on a full disk cannot even be opened. */
const noRoomForIndex = 4874;
const full = 13;

/** `errcode` is the extended result code; its low byte is the primary one. */
function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return 0;
  return error.errcode === noRoomForIndex ? full : error.errcode & 0xff;
}
