import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkParts } from '../../../../shared/payment/assignment.ts';
import { identityKey, identityOf, type PlacedTransfer } from '../../../../shared/payment/transfer-identity.ts';

const part = (invoiceId: string, units: bigint | number) => ({ invoiceId, units: String(units) });
const code = (units: bigint, parts: ReturnType<typeof part>[]) => {
  const checked = checkParts(units, parts);
  return checked.ok ? checked.value : checked.problem.code;
};

describe('a transfer is divided', () => {
  test('among invoices, whole, in part, or among none', () => {
    expect(code(10n, [])).toBe(0n);
    expect(code(10n, [part('a', 10)])).toBe(10n);
    expect(code(10n, [part('a', 4), part('b', 5)])).toBe(9n);
  });

  test('and never into more than it holds, into nothing, or twice to one invoice', () => {
    expect(code(10n, [part('a', 6), part('b', 5)])).toBe('assignment.exceeds-transfer');
    expect(code(10n, [part('a', 0)])).toBe('assignment.nothing');
    expect(code(10n, [part('a', 1), part('a', 1)])).toBe('assignment.twice');
  });

  test('whatever the parts, what is accepted is no more than the transfer', () => {
    const units = fc.bigInt({ min: 0n, max: 100n });
    fc.assert(
      fc.property(units, fc.array(units, { maxLength: 6 }), (whole, parts) => {
        const named = parts.map((each, at) => part(`i${at}`, each));
        const sum = parts.reduce((all, each) => all + each, 0n);
        expect(checkParts(whole, named).ok).toBe(sum <= whole && parts.every((each) => each > 0n));
      }),
    );
  });
});

describe('the identity of a transfer', () => {
  const log = (more: Partial<PlacedTransfer> = {}): PlacedTransfer => ({
    chainId: 1,
    txHash: '0xAA',
    token: '0xbb',
    from: '0x01',
    to: '0x02',
    units: '5',
    blockHash: '0xc1',
    logIndex: 3,
    ...more,
  });

  test('is the same in another block, whatever its log index there', () => {
    const moved = log({ blockHash: '0xc2', logIndex: 40, txHash: '0xaa' });
    expect(identityKey(identityOf(moved, [log(), moved]))).toBe(identityKey(identityOf(log(), [log(), moved])));
  });

  test('tells equal logs of one transaction apart by their order, and counts no other', () => {
    const twin = log({ logIndex: 7 });
    const other = log({ logIndex: 5, units: '6' });
    expect(identityOf(log(), [log(), other, twin]).rank).toBe(0);
    expect(identityOf(twin, [log(), other, twin]).rank).toBe(1);
    const movedTwin = log({ blockHash: '0xc2', logIndex: 11 });
    const moved = log({ blockHash: '0xc2', logIndex: 9 });
    expect(identityOf(movedTwin, [log(), twin, moved, movedTwin]).rank).toBe(1);
  });
});
