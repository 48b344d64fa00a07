import { expect, test } from 'vitest';
import { countryCodes } from '../../../../shared/invoice/country.ts';
import { addDays, isCalendarDate } from '../../../../shared/invoice/calendar-date.ts';
import { draftTotals } from '../../../../shared/invoice/draft-totals.ts';
import { frozenInvoiceSchema } from '../../../../shared/invoice/frozen-invoice.ts';
import { issueInvoice } from '../../../../shared/invoice/issue-invoice.ts';
import { unwrap } from '../../../../shared/result.ts';
import { invoiceDraft, lineDraft, seller, today } from './fixtures.ts';

const context = { id: 'inv-1', number: 'INV-2026-0001', seller, today };

test('freezes numbers, texts and totals in a document of the right shape', () => {
  const draft = invoiceDraft({
    lines: [
      lineDraft({
        description: '  Cafe\u0301\r\nsigns ',
        quantity: '2.50',
        unitPrice: '19.90',
        taxCategory: 'S',
        taxRate: '19.0',
      }),
      lineDraft({ id: 'blank', description: '', unitPrice: '' }),
      lineDraft({ id: 'line-3', discount: { kind: 'percent', value: '10' }, taxReason: 'left over from before' }),
    ],
    discount: { kind: 'amount', value: '5' },
  });
  const document = unwrap(issueInvoice(draft, context));
  expect(frozenInvoiceSchema.parse(document)).toEqual(document);
  expect(document.issueDate).toBe(today);
  expect(document.lines.map((line) => [line.description, line.quantity, line.unitPrice, line.taxRate])).toEqual([
    ['Café\nsigns', '2.5', '19.9', '19'],
    ['Design work', '1', '100', '0'],
  ]);
  expect(document.lines[1]).toMatchObject({ discountPercent: '10', discount: '1000', amount: '9000', taxReason: '' });
  expect(document.totals).toEqual({
    lines: '13975',
    discount: '500',
    net: '13475',
    tax: '911',
    total: '14386',
    taxes: [
      { category: 'S', rate: '19', reason: '', taxable: '4797', tax: '911' },
      { category: 'Z', rate: '0', reason: '', taxable: '8678', tax: '0' },
    ],
  });
  expect(document.discountPercent).toBeNull();
  expect(draftTotals(draft)).toEqual(document.totals);
});

test.each([
  [500, 600],
  [30, 10_000],
])('%i lines of %i characters', (count, length) => {
  const lines = Array.from({ length: count }, (_, at) =>
    lineDraft({ id: `line-${at}`, description: 'x'.repeat(length) }),
  );
  const document = unwrap(issueInvoice(invoiceDraft({ lines }), context));
  expect(document.lines).toHaveLength(count);
  expect(document.totals.total).toBe(String(count * 10_000));
});

test('refuses with every problem at once', () => {
  const refused = issueInvoice(invoiceDraft({ dueDate: '', lines: [lineDraft({ unitPrice: 'x' })] }), context);
  expect(refused).toMatchObject({
    ok: false,
    problem: { code: 'date.missing', problems: [{ code: 'date.missing' }, { code: 'amount.not-a-number' }] },
  });
});

test('a draft that does not add up yet has no totals', () => {
  expect(draftTotals(invoiceDraft({ lines: [lineDraft({ unitPrice: '12.' })] }))).toBeNull();
  expect(draftTotals(invoiceDraft({ currency: 'US' }))).toBeNull();
  expect(draftTotals(invoiceDraft({ lines: [] }))).toBeNull();
});

test('country codes are those that the platform has names for, less its non-ISO regions', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const notCountries = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'];
  // Withdrawn codes have the name of their successor.
  const isCurrent = (code: string) => new Intl.Locale('und', { region: code }).toString() === `und-${code}`;
  const named = letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => names.of(code) !== undefined && !notCountries.includes(code) && isCurrent(code));
  expect(named.filter((code) => !countryCodes.includes(code))).toEqual([]);
  expect(countryCodes.filter((code) => !named.includes(code))).toEqual([]);
});

test('calendar dates', () => {
  expect(addDays('2027-01-31', 1)).toBe('2027-02-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(['2100-02-29', '2000-02-29', '2027-04-31', '2027-1-1', '2027-00-10'].map(isCalendarDate)).toEqual([
    false,
    true,
    false,
    false,
    false,
  ]);
});
