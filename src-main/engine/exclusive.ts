/**
 * Runs pieces of work one after another, in the order in which they were asked for; a failed one
 * does not stop the next.
 */
export type Exclusive = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Makes an {@link Exclusive} queue. */
export function createExclusive(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
