import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { practiceChainId } from '../shared/money/chain.ts';

/** Where the practice relay listens and what it stands on. */
export interface PracticeRelayOptions {
  readonly port: number;
  /** Folder of its SQLite file. */
  readonly dataDir: string;
  readonly rpcUrl: string;
  readonly smtpPort: number;
  readonly log: (line: string) => void;
}

/** A relay process. `stop` lets it finish what it is doing. */
export interface PracticeRelay {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const readySchema = z.union([z.object({ origin: z.string() }), z.object({ problem: z.string() })]);

/** Starts the real relay in its own process, on the practice chain, with mail to the practice inbox. */
export function startPracticeRelay(options: PracticeRelayOptions): Promise<PracticeRelay> {
  const child = fork(fileURLToPath(new URL('./relay-process.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      HOST: '127.0.0.1',
      PORT: String(options.port),
      DATA_DIR: options.dataDir,
      [`RPC_${practiceChainId}`]: options.rpcUrl,
      SMTP_URL: `smtp://127.0.0.1:${options.smtpPort}`,
      MAIL_FROM: 'invoices@practice.example',
      PRACTICE: '1',
      LOG_LEVEL: 'info',
    },
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', options.log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The practice relay ended at its start (exit code ${code}).`)));
    child.once('message', (message) => {
      const ready = readySchema.parse(message);
      if ('problem' in ready) return reject(new Error(ready.problem));
      resolve({
        origin: ready.origin,
        pid: child.pid ?? 0,
        async stop() {
          if (child.connected) child.disconnect();
          await ended;
        },
      });
    });
  });
}
