/**
 * Wraps a task so that any number of requests while it runs cause one more run, never two at a time. The returned
 * function resolves when a run that began after the request has ended; it rejects if that run failed, and a run that
 * failed stands in the way of none that was asked for after it.
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    running = task().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}
