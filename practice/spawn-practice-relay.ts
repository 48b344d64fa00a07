import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { practiceRelaySettings, type PracticeRelayOptions } from './relay/practice-relay-config.ts';

/** A relay in a process of its own. `stop` lets it finish what it is doing. */
export interface PracticeRelayProcess {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const readySchema = z.object({ origin: z.string() });

/**
 * Starts the real relay as a process on the practice chain; it ends when this process does, however that ends.
 * @throws Error with the relay's last words when it cannot start.
 */
export function spawnPracticeRelay(
  options: PracticeRelayOptions,
  log: (line: string) => void,
): Promise<PracticeRelayProcess> {
  const main = fileURLToPath(new URL('./relay/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...practiceRelaySettings(options) },
    // The terminal's Ctrl-C is for us: the relay is stopped in its turn.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.stdin.on('error', () => undefined);
  const words: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    if (words.push(line) > 20) words.shift();
    log(line);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The relay did not start (exit code ${code}): ${words.join(' ')}`)));
    createInterface(child.stdout).on('line', (line) => {
      const { origin } = readySchema.parse(JSON.parse(line));
      resolve({
        origin,
        pid: child.pid ?? 0,
        async stop() {
          child.stdin.end();
          await ended;
        },
      });
    });
  });
}
