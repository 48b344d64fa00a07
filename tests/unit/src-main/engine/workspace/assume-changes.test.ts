import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SettingsDocument } from '../../../../../src-main/engine/database/documents.ts';
import { mayBeAssumed, withAssumeChange } from '../../../../../src-main/engine/workspace/assume-changes.ts';

type Assuming = Pick<SettingsDocument, 'assumeExactAmount' | 'assumeChanges'>;

const start = Date.parse('2026-01-01T00:00:00.000Z') / 1_000;
const instant = (seconds: number): string => new Date((start + seconds) * 1_000).toISOString();

function changed(before: Assuming, isOn: boolean, seconds: number): Assuming {
  return { assumeExactAmount: isOn, assumeChanges: withAssumeChange(before, isOn, instant(seconds)) };
}

test('a change counts from when it was made, and what stood before it stands for what came before', () => {
  const wishes = fc.array(fc.boolean(), { maxLength: 40 });
  fc.assert(
    fc.property(fc.boolean(), wishes, fc.integer({ min: -5, max: 450 }), (first, later, time) => {
      const settings = later.reduce<Assuming>((before, isOn, index) => changed(before, isOn, index * 10), {
        assumeExactAmount: first,
      });
      const inForce = time < 0 ? first : (later[Math.min(Math.floor(time / 10), later.length - 1)] ?? first);
      expect(mayBeAssumed(settings, start + time)).toBe(inForce);
    }),
  );
});

test('changes of two devices count in the order in which they were made, however they were merged', () => {
  const off = { id: instant(10), on: false };
  const on = { id: instant(20), on: true };
  const settings = { assumeExactAmount: true, assumeChanges: [on, off] };
  expect([5, 15, 25].map((time) => mayBeAssumed(settings, start + time))).toEqual([true, false, true]);
});

test('who never touched it has it on, and a document of an older version says what it says', () => {
  expect(mayBeAssumed(null, start)).toBe(true);
  expect(mayBeAssumed({ assumeExactAmount: false }, start)).toBe(false);
});

test('the newest changes are kept', () => {
  let settings: Assuming = { assumeExactAmount: true };
  for (let index = 1; index <= 250; index++) settings = changed(settings, index % 2 === 0, index);
  expect(settings.assumeChanges).toHaveLength(100);
  expect(mayBeAssumed(settings, start + 249)).toBe(false);
  expect(mayBeAssumed(settings, start + 250)).toBe(true);
});
