/**
 * Loaded before a process's own code (`node --import`): its clock is ahead of the machine's by as many milliseconds as
 * CLOCK_AHEAD says, and as the last message `{ clockAhead }` said. Timers run as ever.
 */
import process from 'node:process';

const RealDate = globalThis.Date;
let ahead = Number(process.env.CLOCK_AHEAD ?? 0);
process.on('message', (message) => {
  const { clockAhead } = message as { clockAhead?: number };
  if (clockAhead !== undefined) ahead = clockAhead;
});
// Listening for messages must not keep a process alive that has nothing else to do.
process.channel?.unref();

const now = (): number => RealDate.now() + ahead;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: [], newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
