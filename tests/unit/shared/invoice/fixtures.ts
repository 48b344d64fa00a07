import type { InvoiceDraft, LineDraft } from '../../../../shared/invoice/invoice-draft.ts';
import { emptyParty, type Party } from '../../../../shared/invoice/party.ts';

/** A line of a draft with sensible fields; name only what matters to the test. */
export function lineDraft(fields: Partial<LineDraft> = {}): LineDraft {
  return {
    id: 'line-1',
    description: 'Design work',
    quantity: '1',
    unit: 'hour',
    unitPrice: '100.00',
    discount: { kind: 'percent', value: '' },
    taxCategory: 'Z',
    taxRate: '0',
    taxReason: '',
    ...fields,
  };
}

/** A draft that can be issued; name only what matters to the test. */
export function invoiceDraft(fields: Partial<InvoiceDraft> = {}): InvoiceDraft {
  return {
    buyer: { ...emptyParty, name: 'Ada Byron', email: 'ada@example.com' },
    contactId: null,
    currency: 'USD',
    issueDate: '',
    dueDate: '2027-01-31',
    priceMode: 'exclusive',
    lines: [lineDraft()],
    discount: { kind: 'percent', value: '' },
    notes: '',
    terms: '',
    purchaseOrder: '',
    accept: null,
    rates: [],
    ...fields,
  };
}

export const seller: Party = { ...emptyParty, name: 'Studio Lovelace', email: 'hello@studio.example', country: 'DE' };
export const today = '2026-11-23';
