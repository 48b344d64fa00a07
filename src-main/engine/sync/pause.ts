import { setTimeout as sleep } from 'node:timers/promises';

/** Settles after so many milliseconds, or as soon as the signal aborts; never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
