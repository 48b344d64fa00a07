import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkParts } from '../../../../shared/payment/assignment.ts';

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
