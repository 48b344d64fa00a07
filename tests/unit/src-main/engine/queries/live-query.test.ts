import { Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { liveQuery } from '../../../../../src-main/engine/queries/live-query.ts';

describe('liveQuery', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('gives the value now, answers a lone change at once, and gathers a flood into frames', async () => {
    const changes = new Subject<void>();
    let version = 0;
    let runs = 0;
    const values: number[] = [];
    const compute = () => {
      runs++;
      return Promise.resolve(version);
    };
    const stop = liveQuery(
      [changes],
      compute,
      (value) => values.push(value),
      (error) => expect.fail(String(error)),
    );
    await vi.advanceTimersByTimeAsync(100);
    expect(values).toEqual([0]);
    version = 1;
    changes.next();
    await vi.advanceTimersByTimeAsync(0);
    expect(values).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(100);
    runs = 0;
    for (let i = 0; i < 200; i++) {
      version++;
      changes.next();
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(20);
    expect(values.at(-1)).toBe(201);
    // 200 ms in frames of 16 ms: not starved, and not once for each change.
    expect(runs).toBeGreaterThan(8);
    expect(runs).toBeLessThan(20);
    stop();
  });

  test('says nothing when nothing differs, survives a failure, and is silent after it is stopped', async () => {
    const changes = new Subject<void>();
    const errors: unknown[] = [];
    const values: number[] = [];
    let answer: () => Promise<number> = () => Promise.resolve(1);
    const stop = liveQuery(
      [changes],
      () => answer(),
      (value) => values.push(value),
      (error) => errors.push(error),
    );
    const change = async () => {
      changes.next();
      await vi.advanceTimersByTimeAsync(50);
    };
    await change();
    answer = () => Promise.reject(new Error('disk'));
    await change();
    answer = () => Promise.resolve(2);
    await change();
    expect(values).toEqual([1, 2]);
    expect(errors).toHaveLength(1);
    stop();
    answer = () => Promise.resolve(3);
    await change();
    expect(values).toEqual([1, 2]);
  });

  test('after a failure the same value is told again: who heard of the failure learns that it is over', async () => {
    const changes = new Subject<void>();
    const heard: unknown[] = [];
    let answer: () => Promise<number> = () => Promise.resolve(1);
    const stop = liveQuery(
      [changes],
      () => answer(),
      (value) => heard.push(value),
      (error) => heard.push(error),
    );
    await vi.advanceTimersByTimeAsync(50);
    const failure = new Error('disk');
    for (const next of [() => Promise.reject(failure), () => Promise.resolve(1), () => Promise.resolve(1)]) {
      answer = next;
      changes.next();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(heard).toEqual([1, failure, 1]);
    stop();
  });
});
