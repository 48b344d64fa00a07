import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  suggestInvoices,
  suggestionWords,
  type PaidBefore,
  type SuggestableInvoice,
} from '../../../../shared/payment/suggest-invoices.ts';
import { dai, eurc, lower, optionFor, payable, transfer, usdc } from './fixtures.ts';

const nobody: PaidBefore = { invoices: new Set(), clients: new Set() };
const day = 86_400;
const now = 1_700_000_000;

/** An open invoice of 1,200.00 USD, issued long before; name only what matters to the test. */
function invoice(id: string, fields: Partial<SuggestableInvoice> & { amount?: string } = {}): SuggestableInvoice {
  const { amount = '1200.00', ...more } = fields;
  const document = payable(amount);
  const total = BigInt(document.invoice.totals.total);
  return {
    id,
    client: 'grace hopper',
    currency: 'USD',
    total,
    remaining: total,
    options: document.terms.options,
    issuedAt: now - 40 * day,
    expiresAt: now + 40 * day,
    isNamed: false,
    ...more,
  };
}

const ranked = (units: bigint, invoices: readonly SuggestableInvoice[], before = nobody, token = usdc) =>
  suggestInvoices(transfer({ units, token: lower(token.address), blockTime: now }), invoices, before);

describe('suggestions for a transfer', () => {
  test('the exact rest comes first, then an exchange’s fee; what is far off is not suggested', () => {
    const found = ranked(1_200_000_000n, [
      invoice('far', { amount: '900.00' }),
      invoice('fee', { amount: '1220.00' }),
      invoice('exact'),
    ]);
    expect(found.map(({ id, reasons }) => [id, reasons[0]])).toEqual([
      ['exact', 'exact-rest'],
      ['fee', 'short-by-fee'],
    ]);
  });

  test('the border of a fee is two per cent of what is asked for', () => {
    expect(ranked(1_176_000_000n, [invoice('a')])[0]?.reasons).toContain('short-by-fee');
    expect(ranked(1_175_990_000n, [invoice('a')])).toEqual([]);
    expect(ranked(1_224_000_000n, [invoice('a')])[0]?.reasons).toContain('little-over');
    expect(ranked(1_224_010_000n, [invoice('a')])).toEqual([]);
  });

  test('the rest counts, not the whole; the whole is remembered', () => {
    const partly = invoice('a', { remaining: 50_000n });
    expect(ranked(500_000_000n, [partly])[0]?.reasons).toContain('exact-rest');
    expect(ranked(1_200_000_000n, [partly])[0]?.reasons).toContain('exact-total');
  });

  test('who paid before speaks for an invoice, and more for the client’s than for anybody’s', () => {
    const before = { invoices: new Set(['mine']), clients: new Set(['ada']) };
    const found = ranked(
      7_000_000n,
      [invoice('strange'), invoice('client', { client: 'ada' }), invoice('mine')],
      before,
    );
    expect(found.map(({ id, reasons }) => [id, reasons[0]])).toEqual([
      ['mine', 'paid-this-before'],
      ['client', 'paid-client-before'],
    ]);
  });

  test('tokens of other decimals, and of the same peg where the terms name none; never another currency at par', () => {
    expect(ranked(1_200n * 10n ** 18n, [invoice('a')], nobody, dai)[0]?.reasons).toContain('exact-rest');
    const onlyUsdc = invoice('a', { options: [optionFor(payable(), usdc)] });
    expect(ranked(1_200n * 10n ** 18n, [onlyUsdc], nobody, dai)[0]?.reasons).toEqual(['exact-rest']);
    expect(ranked(1_200_000_000n, [onlyUsdc], nobody, eurc)).toEqual([]);
  });

  test('time puts in order what was found, and finds nothing by itself', () => {
    const recent = { issuedAt: now - day };
    expect(ranked(1_200_000_000n, [invoice('old'), invoice('new', recent)]).map(({ id }) => id)).toEqual([
      'new',
      'old',
    ]);
    expect(ranked(1n, [invoice('new', { ...recent, expiresAt: now })])).toEqual([]);
  });

  test('each reason is a sentence', () => {
    for (const words of Object.values(suggestionWords)) expect(words).toMatch(/^[A-Z].*\.$/);
  });
});

describe('for any invoices', () => {
  const anyInvoice = fc.record({
    amount: fc.constantFrom('1200.00', '1210.00', '1190.00', '600.00', '13.37'),
    part: fc.bigInt({ min: 0n, max: 4n }),
    client: fc.constantFrom('ada', 'grace', ''),
    issuedAt: fc.integer({ min: now - 60 * day, max: now + 10 * day }),
    isNamed: fc.boolean(),
  });
  const anyInvoices = fc.array(anyInvoice, { maxLength: 12 }).map((all) =>
    all.map(({ part, ...fields }, at) => {
      const whole = invoice(`i${at}`, fields);
      return { ...whole, remaining: (whole.total * (4n - part)) / 4n };
    }),
  );
  const anyUnits = fc.oneof(
    fc.constantFrom(1_200_000_000n, 300_000_000n, 1_195_000_000n, 13_370_000n),
    fc.bigInt({ min: 0n, max: 3_000_000_000n }),
  );
  const before: PaidBefore = { invoices: new Set(['i0', 'i3']), clients: new Set(['ada']) };

  test('the order in which they come does not matter, and five at most are named, each once', () => {
    fc.assert(
      fc.property(anyInvoices, anyUnits, fc.nat(), (invoices, units, turn) => {
        const found = ranked(units, invoices, before);
        const at = invoices.length === 0 ? 0 : turn % invoices.length;
        expect(ranked(units, [...invoices.slice(at), ...invoices.slice(0, at)].toReversed(), before)).toEqual(found);
        expect(found.length).toBeLessThanOrEqual(5);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        for (const { reasons } of found) expect(reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  test('one that asks for exactly this is never behind one that does not, where nobody is known', () => {
    fc.assert(
      fc.property(anyInvoices, anyUnits, (invoices, units) => {
        const unnamed = invoices.map((each) => ({ ...each, isNamed: false }));
        const exact = ranked(units, unnamed).map(({ reasons }) => reasons.includes('exact-rest'));
        expect(exact).toEqual(exact.toSorted((a, b) => Number(b) - Number(a)));
      }),
    );
  });

  test('an invoice that asks for nothing is not suggested by amount', () => {
    fc.assert(
      fc.property(anyInvoices, anyUnits, (invoices, units) => {
        const paid = invoices.map((each) => ({ ...each, remaining: 0n, isNamed: false }));
        expect(ranked(units, paid)).toEqual([]);
      }),
    );
  });
});
