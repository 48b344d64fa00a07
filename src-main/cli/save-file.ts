import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fail, ok } from '../../shared/result.ts';
import type { CliContext } from './cli-runtime.ts';
import type { CommandResult } from './outcome.ts';

/**
 * Writes a file that the engine gave (base64) to `out`: a path from the working folder, `-` for standard output, or its
 * own name. It is whole or not there: written beside, then renamed. Fails with `file.cannot-write`.
 */
export async function saveFile(
  file: { readonly filename: string; readonly content: string },
  out: string | undefined,
  { io, json }: Pick<CliContext, 'io' | 'json'>,
): Promise<CommandResult> {
  const bytes = Buffer.from(file.content, 'base64');
  if (out === '-') {
    if (json) return fail('cli.usage', '--out - and --json cannot share standard output. Name a file.');
    io.writeOut(bytes);
    return ok({ json: null, text: '' });
  }
  const path = resolve(io.cwd, out ?? basename(file.filename));
  const beside = `${path}.${process.pid}.part`;
  try {
    await writeFile(beside, bytes, { mode: 0o600, flush: true });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    return fail('file.cannot-write', `The file ${path} could not be written (${why}).`);
  }
  return ok({ json: { file: path, bytes: bytes.byteLength }, text: `Wrote ${path} (${bytes.byteLength} bytes).` });
}
