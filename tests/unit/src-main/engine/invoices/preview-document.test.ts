import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frozenInvoiceSchema } from '../../../../../shared/invoice/frozen-invoice.ts';
import { taxCategories, type InvoiceDraft } from '../../../../../shared/invoice/invoice-draft.ts';
import { issueInvoice } from '../../../../../shared/invoice/issue-invoice.ts';
import { emptyParty } from '../../../../../shared/invoice/party.ts';
import { newDraft } from '../../../../../src-main/engine/invoices/new-draft.ts';
import { previewDocument } from '../../../../../src-main/engine/invoices/preview-document.ts';
import { defaultSettings } from '../../../../../src-main/engine/workspace/default-settings.ts';

const seller = { ...emptyParty, name: 'Ada' };
const today = '2026-11-23';
const typed = fc.oneof(fc.string(), fc.constantFrom('', '12', '12.', '-3', '1,000', '0.005', '9'.repeat(40), '100'));
const line = fc.record({
  id: fc.uuid(),
  description: typed,
  quantity: typed,
  unit: typed,
  unitPrice: typed,
  discount: fc.record({ kind: fc.constantFrom('percent' as const, 'amount' as const), value: typed }),
  taxCategory: fc.constantFrom(...taxCategories),
  taxRate: typed,
  taxReason: typed,
});

test('whatever is typed, there is a document to show', () => {
  const drafts = fc.record({
    currency: fc.constantFrom('USD', 'JPY', 'KWD', 'XX', ''),
    issueDate: fc.constantFrom('', '2026-11-31', today),
    dueDate: fc.constantFrom('', '31.1.', today),
    lines: fc.array(line, { maxLength: 5 }),
    discount: fc.record({ kind: fc.constantFrom('percent' as const, 'amount' as const), value: typed }),
  });
  fc.assert(
    fc.property(drafts, (some) => {
      const draft: InvoiceDraft = newDraft(some, defaultSettings(null), today, 'l');
      const { number: _, ...shown } = previewDocument('id', draft, { seller, today });
      expect(frozenInvoiceSchema.omit({ number: true }).safeParse(shown).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('a draft that can be issued is shown as it will be', () => {
  const lines: InvoiceDraft['lines'] = ['10.50', '0.99'].map((unitPrice, at) => ({
    id: String(at),
    description: `Line ${at}`,
    quantity: '3',
    unit: 'h',
    unitPrice,
    discount: { kind: 'percent', value: '10' },
    taxCategory: 'S',
    taxRate: '19',
    taxReason: '',
  }));
  const draft = newDraft({ buyer: { ...emptyParty, name: 'Grace' }, lines }, defaultSettings(null), today, 'l');
  const issued = issueInvoice(draft, { id: 'id', number: 'INV-2026-0001', seller, today });
  expect(issued).toMatchObject({
    ok: true,
    value: { ...previewDocument('id', draft, { seller, today }), number: 'INV-2026-0001' },
  });
});
