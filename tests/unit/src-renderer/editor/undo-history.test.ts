import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyOf, record, redo, undo, type History } from '../../../../src-renderer/editor/undo-history.ts';

describe('undo history', () => {
  test('joins changes of one field within a second, and parts them after it', () => {
    let history = historyOf('');
    history = record(history, 'a', 'name', 1000);
    history = record(history, 'ab', 'name', 1500);
    history = record(history, 'abc', 'name', 2600);
    expect(undo(history).present).toBe('ab');
    expect(undo(undo(history)).present).toBe('');
  });

  test('parts changes of different fields however quick', () => {
    let history = record(historyOf(0), 1, 'a', 10);
    history = record(history, 2, 'b', 11);
    expect(undo(history).present).toBe(1);
  });

  test('does not join a change to one from before an undo', () => {
    let history = record(historyOf('x'), 'xy', 'name', 100);
    history = record(undo(history), 'xz', 'name', 150);
    expect(undo(history).present).toBe('x');
  });

  test('forgets the way forward on a change, and keeps it when nothing changed', () => {
    const back = undo(record(historyOf(1), 2, 'a', 0));
    expect(redo(record(back, 1, 'b', 5)).present).toBe(2);
    expect(record(back, 3, 'b', 5).future).toEqual([]);
  });

  test('stands still at both ends', () => {
    const history = historyOf('only');
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });

  test('undoing everything and redoing everything ends where it was', () => {
    const changes = fc.array(fc.tuple(fc.integer(), fc.constantFrom('a', 'b'), fc.nat(3000)), { maxLength: 60 });
    fc.assert(
      fc.property(changes, (list) => {
        let at = 0;
        let history: History<number> = historyOf(-1);
        for (const [value, key, wait] of list) history = record(history, value, key, (at += wait));
        const end = history.present;
        const steps = history.past.length;
        for (let step = 0; step < steps; step++) history = undo(history);
        expect(history.present).toBe(-1);
        for (let step = 0; step < steps; step++) history = redo(history);
        expect(history.present).toBe(end);
      }),
    );
  });

  test('keeps two hundred steps at most', () => {
    let history = historyOf(0);
    for (let value = 1; value <= 500; value++) history = record(history, value, `${value}`, value);
    expect(history.past).toHaveLength(200);
    expect(history.past[0]).toBe(300);
  });
});
