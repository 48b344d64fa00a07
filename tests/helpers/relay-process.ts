import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** An environment for relay processes that holds nothing of the one who runs the tests. */
export const quietEnvironment = { PATH: process.env.PATH, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' };

/** A relay as a process of its own. */
export interface RelayProcess {
  readonly child: ChildProcess;
  readonly origin: string;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a practice relay by its settings; it is killed when the test ends. */
export async function startRelayProcess(
  env: Record<string, string>,
  script: readonly string[] = ['practice/relay/main.ts'],
): Promise<RelayProcess> {
  const child = spawn(process.execPath, script, {
    env: { ...quietEnvironment, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout)) {
    const told = JSON.parse(line) as { origin?: string };
    if (told.origin === undefined) continue;
    child.stdout.resume();
    const kill = async (): Promise<void> => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    };
    return { child, origin: told.origin, kill };
  }
  throw new Error('The relay ended before it served.');
}
