import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WebAppOptions } from '../../scripts/app/open-web-app.ts';

/** The app's web host in a process of its own. */
export interface AppHost {
  /** The address that was printed, with its one-time token. */
  readonly url: string;
  /** A fresh address for another browser. */
  nextUrl(): Promise<string>;
  /** SIGKILL: nothing is saved on the way out. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the host; rejects with its last words when it cannot start. */
export async function startAppHost(options: WebAppOptions): Promise<AppHost> {
  const script = fileURLToPath(new URL('./app-host-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child.stdin.on('error', () => undefined);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_000)));
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const lines = createInterface(child.stdout);
  const nextLine = (): Promise<string> =>
    new Promise((resolve, reject) => {
      lines.once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
      void ended.then(() => reject(new Error(`The app's host ended: ${words}`)));
    });
  return {
    url: await nextLine(),
    nextUrl() {
      const answer = nextLine();
      child.stdin.write('\n');
      return answer;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
