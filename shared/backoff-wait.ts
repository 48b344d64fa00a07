/** How waiting times grow: from `first` to `most` milliseconds. `random` gives numbers from 0 up to 1. */
export interface Backoff {
  readonly first: number;
  readonly most: number;
  readonly random: () => number;
}

/**
 * Milliseconds to wait after so many earlier attempts: a ceiling that doubles from `first` to `most`, of which at least
 * half is waited and the other half is left to chance, so that what failed together does not come back together.
 */
export function backoffWait(attempt: number, { first, most, random }: Backoff): number {
  const ceiling = Math.min(most, first * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}
