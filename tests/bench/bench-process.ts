import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of a bench, and the lines that it prints. */
export interface BenchProcess {
  readonly process: ChildProcess;
  /** The next line; rejects with what it said when the program ends first. */
  line(): Promise<string>;
  /** Asks it to end (SIGTERM) and waits; resolves with the last line. */
  stop(): Promise<string>;
}

/** Starts a Node program with this Node. It sees the environment of the bench, and `env` on top. */
export function startProcess(
  script: string,
  args: readonly string[],
  { env = {}, cwd }: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
): BenchProcess {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let said = '';
  let waiting = Promise.withResolvers<void>();
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    said = `${said}${line}\n`.slice(-4_000);
    waiting.resolve();
    waiting = Promise.withResolvers();
  });
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  let read = 0;
  return {
    process: child,
    async line() {
      while (lines.length <= read) {
        const isOver = await Promise.race([waiting.promise.then(() => false), exited.then(() => true)]);
        if (isOver && lines.length <= read) throw new Error(`${script} ended: ${said}`);
      }
      return lines[read++] ?? '';
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return lines.at(-1) ?? '';
    },
  };
}
