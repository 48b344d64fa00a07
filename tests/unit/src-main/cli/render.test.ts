import { expect, test } from 'vitest';
import { columns } from '../../../../src-main/cli/render/columns.ts';
import { formatMinor } from '../../../../src-main/cli/render/format-money.ts';
import { oneLine, plainText } from '../../../../src-main/cli/render/plain-text.ts';
import { renderRows } from '../../../../src-main/cli/render/render-rows.ts';
import type { InvoiceRow } from '../../../../shared/app-api/invoice-row.ts';

test('text from elsewhere cannot steer the terminal', () => {
  expect(plainText('\u001b[2JAcme\u0007 \u202e00.21\u2066')).toBe('�[2JAcme� �00.21�');
  expect(plainText('שלום 請求 🎉\n\ttab')).toBe('שלום 請求 🎉\n\ttab');
  expect(oneLine('a\n  b\r\nc', 10)).toBe('a b c');
  expect(oneLine('🎉🎉🎉🎉', 3)).toBe('🎉🎉…');
});

test('columns line up by what a terminal shows, not by code units', () => {
  expect(
    columns(
      [
        ['NAME', 'SUM'],
        ['請求', '1'],
        ['Ada', '1000'],
      ],
      [1],
    ),
  ).toBe('NAME   SUM\n請求     1\nAda   1000');
});

test('sums are exact however large, and a missing one is a dash', () => {
  expect(formatMinor('99999999999999999', 'USD')).toBe('USD 999,999,999,999,999.99');
  expect(formatMinor('5', 'JPY')).toBe('JPY 5');
  expect(formatMinor(null, 'USD')).toBe('–');
  expect(formatMinor('5', '')).toBe('–');
});

const row: InvoiceRow = {
  id: 'abcdef0123456789',
  number: 'INV-2027-0001',
  buyerName: 'Acme',
  issueDate: '2027-01-01',
  dueDate: '2027-01-31',
  currency: 'USD',
  total: '120000',
  received: '0',
  state: 'open',
  pending: { confirmations: 1, requiredConfirmations: 12 },
  delivery: 'queued',
  updatedAt: '2027-01-01T00:00:00.000Z',
};

test('a payment on its way is never called paid, and what is not shown is counted', () => {
  const text = renderRows([row], 7);
  expect(text).toContain('open, confirming 1/12');
  expect(text).not.toContain('paid');
  expect(text).toContain('1 of 7 shown');
  expect(renderRows([], 0)).toBe('No invoices.');
});
