import { expect, test } from 'vitest';
import { coalesce } from '../../../../../src-main/engine/sync/coalesce.ts';

test('requests during a run cause one more run, and never two at a time', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let runs = 0;
  const run = coalesce(() => gates[runs++]?.promise ?? Promise.resolve());
  const asked = [run(), run(), run()];
  expect(runs).toBe(1);
  gates[0]?.resolve();
  await asked[0];
  gates[1]?.resolve();
  await Promise.all(asked);
  expect(runs).toBe(2);
});

test('a run that fails tells only those who asked for it, and later requests are run as ever', async () => {
  const gate = Promise.withResolvers<void>();
  const gates = [gate.promise, Promise.resolve(), Promise.withResolvers<void>().promise];
  let runs = 0;
  const run = coalesce(() => gates[runs++] ?? Promise.resolve());
  const first = run();
  const second = run();
  gate.reject(new Error('disk full'));
  await expect(first).rejects.toThrow('disk full');
  await expect(second).resolves.toBeUndefined();
  expect(runs).toBe(2);
  const third = Promise.withResolvers<void>();
  gates[2] = third.promise;
  const running = run();
  const meanwhile = run();
  third.resolve();
  await Promise.all([running, meanwhile]);
  expect(runs).toBe(4);
});
