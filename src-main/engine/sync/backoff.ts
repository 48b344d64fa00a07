/**
 * Waiting times that double from `first` to `most` milliseconds with full jitter below, so that devices which lost the
 * relay together do not come back together.
 */
export function createBackoff(first: number, most: number, random: () => number) {
  let ceiling = first;
  return {
    /** The next wait in milliseconds: between half the present ceiling and all of it. */
    next(): number {
      const wait = ceiling / 2 + (ceiling / 2) * random();
      ceiling = Math.min(most, ceiling * 2);
      return wait;
    },
    reset(): void {
      ceiling = first;
    },
  };
}

/** Resolves after `milliseconds`, or at once when `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
