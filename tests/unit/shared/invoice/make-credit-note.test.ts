import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditNoteSchema, type CreditTotals } from '../../../../shared/invoice/credit-note.ts';
import { makeCreditNote, type CreditRequest } from '../../../../shared/invoice/make-credit-note.ts';
import { moneyToDecimal } from '../../../../shared/money/amount.ts';
import { unwrap } from '../../../../shared/result.ts';
import { signCanonical, verifyCanonical } from '../../../../shared/sealing/canonical-signature.ts';
import { deriveWorkspaceKeys } from '../../../../shared/sealing/workspace-keys.ts';
import { sampleInvoice, sampleLine } from '../../../helpers/sample-invoice.ts';

const request: CreditRequest = {
  id: 'credit-1',
  number: 'CN-2026-0001',
  amount: null,
  reason: '',
  today: '2026-11-25',
};
const { signing } = deriveWorkspaceKeys(new Uint8Array(32).fill(7));

/** Invoices as they are issued: lines of any price, quantity and rate that come to a cent or more (an invoice over nothing is refused). */
const invoices = fc
  .array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 4000 }).map((hundredths) => (hundredths / 100).toString()),
      cents: fc.integer({ min: 100, max: 900_000 }),
      rate: fc.constantFrom('0', '5.5', '7', '19', '25'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((lines) =>
    sampleInvoice({
      lines: lines.map(({ quantity, cents, rate }, index) =>
        sampleLine({
          id: `l${index}`,
          quantity,
          unitPrice: moneyToDecimal({ minor: BigInt(cents), currency: 'USD' }),
          taxCategory: rate === '0' ? 'Z' : 'S',
          taxRate: rate,
        }),
      ),
    }),
  );

describe('credit notes to an invoice with any lines', () => {
  test('add up, come to no more than the invoice, and the last one takes exactly what is left', () => {
    fc.assert(
      fc.property(invoices, fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 5 }), (invoice, parts) => {
        const notes: CreditTotals[] = [];
        const left = () => notes.reduce((rest, { total }) => rest - BigInt(total), BigInt(invoice.totals.total));
        for (const part of parts) {
          const minor = (left() * BigInt(part)) / 1000n;
          if (minor === 0n) continue;
          const amount = moneyToDecimal({ minor, currency: 'USD' });
          const note = unwrap(makeCreditNote(invoice, notes, { ...request, amount }));
          expect(BigInt(note.totals.total)).toBe(minor);
          notes.push(note.totals);
        }
        const more = moneyToDecimal({ minor: left() + 1n, currency: 'USD' });
        expect(makeCreditNote(invoice, notes, { ...request, amount: more })).toMatchObject({
          ok: false,
          problem: { code: 'credit.exceeds-invoice', path: ['amount'] },
        });
        notes.push(unwrap(makeCreditNote(invoice, notes, request)).totals);
        expect(makeCreditNote(invoice, notes, request)).toMatchObject({
          ok: false,
          problem: { code: 'credit.nothing-left' },
        });
        const sum = (part: 'net' | 'tax' | 'total') => notes.reduce((all, each) => all + BigInt(each[part]), 0n);
        expect([sum('net'), sum('tax'), sum('total')]).toEqual(
          [invoice.totals.net, invoice.totals.tax, invoice.totals.total].map(BigInt),
        );
        for (const { net, tax, total } of notes) expect(BigInt(net) + BigInt(tax)).toBe(BigInt(total));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a credit note', () => {
  test('is of the form that is signed, names its invoice, and copies the parties', () => {
    const invoice = sampleInvoice({ purchaseOrder: 'PO-7' });
    const note = unwrap(makeCreditNote(invoice, [], { ...request, amount: '300.00', reason: '  Two days.  ' }));
    expect(creditNoteSchema.parse(note)).toEqual(note);
    expect(note).toMatchObject({
      invoice: { id: invoice.id, number: invoice.number, issueDate: invoice.issueDate, total: '120000' },
      seller: invoice.seller,
      buyer: invoice.buyer,
      purchaseOrder: 'PO-7',
      reason: 'Two days.',
      totals: { total: '30000' },
    });
  });

  test('its signature holds for it alone: not changed by a cent, not as another kind', () => {
    const note = unwrap(makeCreditNote(sampleInvoice(), [], request));
    const signature = signCanonical(note, 'credit-note', signing);
    expect(verifyCanonical(note, 'credit-note', signature)).toBe(true);
    const changed = { ...note, totals: { ...note.totals, total: '119999' } };
    expect(verifyCanonical(changed, 'credit-note', signature)).toBe(false);
    expect(verifyCanonical({ ...note, invoice: { ...note.invoice, number: 'X' } }, 'credit-note', signature)).toBe(
      false,
    );
    expect(verifyCanonical(note, 'payable-invoice', signature)).toBe(false);
    expect(verifyCanonical(note, 'receipt', signature)).toBe(false);
  });

  test.each([
    ['0', 'credit.amount-not-positive'],
    ['0.00', 'credit.amount-not-positive'],
    ['1200.01', 'credit.exceeds-invoice'],
    ['-5', 'amount.negative'],
    ['twelve', 'amount.not-a-number'],
  ])('of %s is refused', (amount, code) => {
    const made = makeCreditNote(sampleInvoice(), [], { ...request, amount });
    expect(made.ok ? '' : made.problem.code).toBe(code);
    expect(made.ok ? [] : made.problem.path).toEqual(['amount']);
  });
});
