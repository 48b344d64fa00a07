import { expect, test } from 'vitest';
import { createConflictHandler } from '../../../../../src-main/engine/sync/conflict-handler.ts';

interface Invoice {
  rev: string;
  id: string;
  updatedAt: string;
  signed: { number: string } | null;
  notes: string;
  voidReason: string;
}

const invoice = (changes: Partial<Invoice>): Invoice & { _deleted: boolean } => ({
  rev: 'r0',
  id: 'i',
  updatedAt: '2026-01-01',
  signed: null,
  notes: '',
  voidReason: '',
  _deleted: false,
  ...changes,
});

function handler(collection = 'invoices', seconds: unknown[] = []) {
  return createConflictHandler<Invoice>({
    collection,
    newRev: () => 'merged',
    onSecondIssue: async (document) => void seconds.push(document),
  });
}

test('versions are equal when their revs are, whatever else differs', () => {
  expect(handler().isEqual(invoice({ rev: 'a', notes: 'x' }), invoice({ rev: 'a', notes: 'y' }), '')).toBe(true);
  expect(handler().isEqual(invoice({ rev: 'a' }), invoice({ rev: 'b' }), '')).toBe(false);
});

test('an issued invoice never yields to a newer draft', async () => {
  const issued = invoice({ rev: 'i', signed: { number: '1' } });
  const draft = invoice({ rev: 'd', notes: 'typed later', updatedAt: '2026-02-01' });
  const base = invoice({});
  const kept = await handler().resolve(
    { assumedMasterState: base, realMasterState: issued, newDocumentState: draft },
    '',
  );
  expect(kept).toBe(issued);
  const pushed = await handler().resolve(
    { assumedMasterState: base, realMasterState: draft, newDocumentState: issued },
    '',
  );
  expect(pushed).toMatchObject({ rev: 'merged', signed: { number: '1' }, notes: '' });
});

test('one draft issued on two devices keeps both: the second is handed over', async () => {
  const seconds: unknown[] = [];
  const theirs = invoice({ rev: 'a', signed: { number: 'INV-1' } });
  const mine = invoice({ rev: 'b', signed: { number: 'INV-B1' } });
  const kept = await handler('invoices', seconds).resolve({ realMasterState: theirs, newDocumentState: mine }, '');
  expect(kept).toBe(theirs);
  expect(seconds).toEqual([mine]);
});

test('an edit outlives a deletion', async () => {
  const deleted = { ...invoice({ rev: 'a', updatedAt: '2026-03-01' }), _deleted: true };
  const edited = invoice({ rev: 'b', notes: 'kept' });
  const merged = await handler('contacts').resolve(
    { assumedMasterState: invoice({}), realMasterState: deleted, newDocumentState: edited },
    '',
  );
  expect(merged).toMatchObject({ _deleted: false, notes: 'kept' });
});

test('a merge that changes nothing gives back the very master', async () => {
  const master = invoice({ rev: 'a', notes: 'x' });
  expect(
    await handler('contacts').resolve(
      { realMasterState: master, newDocumentState: invoice({ rev: 'b', notes: 'x' }) },
      '',
    ),
  ).toBe(master);
});
