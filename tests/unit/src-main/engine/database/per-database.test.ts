import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import { perDatabase } from '../../../../../src-main/engine/database/per-database.ts';

test('each database has its own, made once and kept up', async () => {
  const listOf = perDatabase(async (db: Subject<number>, kept) => {
    const list: number[] = [];
    kept.add(db.subscribe((value) => list.push(value)));
    return list;
  });
  const [one, two] = [new Subject<number>(), new Subject<number>()];
  const [first, again] = await Promise.all([listOf(one), listOf(one)]);
  expect(again).toBe(first);
  one.next(1);
  two.next(2);
  expect(await listOf(one)).toEqual([1]);
  expect(await listOf(two)).toEqual([]);
});

test('a first read that fails leaves no subscription behind, and the next one is made anew', async () => {
  const db = new Subject<number>();
  let isBroken = true;
  const read = perDatabase(async (from: Subject<number>, kept) => {
    kept.add(from.subscribe());
    if (isBroken) throw new Error('disk I/O error');
    return 'read';
  });
  await expect(read(db)).rejects.toThrow('disk I/O error');
  expect(db.observed).toBe(false);
  isBroken = false;
  expect(await read(db)).toBe('read');
  expect(db.observed).toBe(true);
});
