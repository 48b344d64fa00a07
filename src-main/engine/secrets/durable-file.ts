import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner may read, and its folder where there is none. It is written beside, synced, then
 * renamed, so that a crash leaves the earlier content or the new, never a part.
 */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

/** A file's bytes; null where there is no such file. Rejects where it cannot be read. */
export async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** A file's text in UTF-8; otherwise as {@link readIfThere}. */
export async function readTextIfThere(file: string): Promise<string | null> {
  return (await readIfThere(file))?.toString('utf8') ?? null;
}
