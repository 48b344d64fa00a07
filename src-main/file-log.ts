import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EngineLog } from './engine/engine-options.ts';

/** Size at which the log is put aside as `.1`, bytes. */
const fullAt = 2_000_000;

/**
 * Writes the engine's log as JSON lines to `file`, one file put aside when it is full. A log that cannot be
 * written is no failure.
 */
export function createFileLog(file: string, now: () => Date): EngineLog {
  const write = (level: string, message: string, facts: Record<string, unknown> | undefined): void => {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > fullAt) renameSync(file, `${file}.1`);
      appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), level, message, ...facts })}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full disk or a read-only folder: the command says so by itself where it matters.
    }
  };
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}
