import { expect, test } from 'vitest';
import { toStorageError } from '../../../../../src-main/engine/storage/storage-error.ts';

const sqliteError = (errcode: number) => Object.assign(new Error('disk I/O error'), { errcode });

test.each([
  [13, 'storage.full'],
  // SQLITE_IOERR_SHMSIZE: what opening a file on a full disk comes to.
  [4874, 'storage.full'],
  // SQLITE_IOERR_READ
  [266, 'storage.disk'],
  [11, 'storage.corrupt'],
])('result code %i is %s', (errcode, code) => {
  expect(toStorageError(sqliteError(errcode), 'file')).toMatchObject({ problem: { code } });
});

test('anything else is a bug, and stays as it is', () => {
  const bug = new TypeError('x');
  expect(toStorageError(bug, 'file')).toBe(bug);
});
