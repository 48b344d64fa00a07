/** Lets a key do so much a minute: a bucket that refills evenly, so a burst is allowed and a flood is not. */
export interface RateLimiter {
  /** Takes one; the answer is 0, or the seconds until there is another. */
  take(key: string): number;
}

/** Keys that are remembered at most; the longest unused go first. */
const mostKeys = 50_000;

/**
 * Creates a limiter of `perMinute` calls, with `now` in milliseconds. It is per process: each process guards itself.
 */
export function createRateLimiter(perMinute: number, now: () => number): RateLimiter {
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    take(key) {
      const at = now();
      const bucket = buckets.get(key) ?? { level: perMinute, at };
      buckets.delete(key);
      const level = Math.min(perMinute, bucket.level + ((at - bucket.at) / 60_000) * perMinute);
      const isAllowed = level >= 1;
      buckets.set(key, { level: isAllowed ? level - 1 : level, at });
      const oldest = buckets.keys().next();
      if (buckets.size > mostKeys && !oldest.done) buckets.delete(oldest.value);
      return isAllowed ? 0 : Math.ceil(((1 - level) / perMinute) * 60);
    },
  };
}
