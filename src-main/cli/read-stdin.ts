import { fail, ok, type Result } from '../../shared/result.ts';
import type { CliIo } from './cli-io.ts';

/** Most bytes that are read: a document of 2,000 long lines fits. */
const limit = 64 * 1024 * 1024;

/** All of standard input as text. Fails with `input.too-large`. */
export async function readStdin(io: Pick<CliIo, 'stdin'>): Promise<Result<string>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.byteLength;
    if (size > limit) return fail('input.too-large', 'Standard input holds more than 64 MB. That is no invoice.');
    chunks.push(bytes);
  }
  return ok(Buffer.concat(chunks).toString('utf8'));
}
