import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const living = new Set<ChildProcess>();
let isOver = false;
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Makes sure that a child does not outlive this process. */
export function keepChild(child: ChildProcess): void {
  living.add(child);
  child.once('exit', () => living.delete(child));
  if (isOver) child.kill('SIGKILL');
}

/** Ends every child that was kept, and each that a step under way still starts; settles when those of now are gone. */
export async function endKeptChildren(): Promise<void> {
  isOver = true;
  await Promise.all([...living].map(killChild));
}

/** Ends a child as a power cut would, and waits until it is gone. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
