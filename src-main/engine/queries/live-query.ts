import { merge, type Observable, type Subscription } from 'rxjs';

/** Shortest time between two evaluations of one query, milliseconds: about a frame. */
const frame = 16;

/** Where a live query's failures go; the query goes on with the next change, and then tells even the value told last. */
export type OnQueryError = (error: unknown) => void;

/**
 * Evaluates `compute` now and after changes, and gives each value that differs from the last to `next`.
 *
 * The first change after a quiet frame is answered at once; those that follow within a frame are answered together at
 * its end, so a flood neither starves the query nor runs it for every write. Values are JSON and are compared as such.
 */
export function liveQuery<Value>(
  changes: readonly Observable<unknown>[],
  compute: () => Promise<Value>,
  next: (value: Value) => void,
  onError: OnQueryError,
): () => void {
  let stopped = false;
  let running = false;
  let dirty = false;
  let lastRun = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastJson: string | undefined;

  const run = async (): Promise<void> => {
    timer = undefined;
    running = true;
    dirty = false;
    lastRun = performance.now();
    try {
      const value = await compute();
      const json = JSON.stringify(value);
      if (!stopped && json !== lastJson) {
        lastJson = json;
        next(value);
      }
    } catch (error) {
      lastJson = undefined;
      if (!stopped) onError(error);
    }
    running = false;
    if (dirty) changed();
  };
  function changed(): void {
    dirty = true;
    if (stopped || running || timer !== undefined) return;
    const wait = frame - (performance.now() - lastRun);
    if (wait <= 0) void run();
    else timer = setTimeout(() => void run(), wait);
  }

  const subscription: Subscription = merge(...changes).subscribe(changed);
  void run();
  return () => {
    stopped = true;
    clearTimeout(timer);
    subscription.unsubscribe();
  };
}
