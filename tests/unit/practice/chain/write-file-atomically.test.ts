import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeFileAtomically } from '../../../../practice/chain/write-file-atomically.ts';

test('replaces the content and leaves nothing else behind', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'quittance-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'state.json');
  await writeFileAtomically(file, 'first, and long');
  await writeFileAtomically(file, 'second');
  expect(await readFile(file, 'utf8')).toBe('second');
  expect(await readdir(folder)).toEqual(['state.json']);
});
