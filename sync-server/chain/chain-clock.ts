import { pause } from '../pause.ts';

/** Time as the chain watcher sees it, passed in so that tests own it. */
export interface ChainClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Settles after the time, or as soon as the signal aborts; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: ChainClock = {
  now: () => Date.now(),
  sleep: pause,
};
