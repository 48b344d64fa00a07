/** Lets one piece of work run at a time, in the order asked. */
export interface Turns {
  take<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** Creates a queue of turns. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
