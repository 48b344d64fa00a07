import { addDays } from '../../../shared/invoice/calendar-date.ts';
import type { InvoiceDraft, LineDraft } from '../../../shared/invoice/invoice-draft.ts';
import { emptyParty } from '../../../shared/invoice/party.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { InvoiceDocument } from '../database/documents.ts';

/** A draft that begins as settings say, with one empty line, and holds what was given already. */
export function newDraft(
  given: { readonly [Name in keyof InvoiceDraft]?: InvoiceDraft[Name] | undefined },
  settings: Settings,
  today: string,
  lineId: string,
): InvoiceDraft {
  const draft: InvoiceDraft = {
    buyer: emptyParty,
    contactId: null,
    currency: settings.currency,
    issueDate: '',
    dueDate: addDays(today, settings.dueDays),
    priceMode: 'exclusive',
    lines: [emptyLine(lineId)],
    discount: { kind: 'percent', value: '' },
    notes: settings.notes,
    terms: settings.terms,
    purchaseOrder: '',
    accept: null,
    rates: [],
  };
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...draft, ...(Object.fromEntries(present) as Partial<InvoiceDraft>) };
}

/** The document of a new draft. */
export function draftDocument(id: string, draft: InvoiceDraft, at: string): InvoiceDocument {
  return {
    id,
    rev: '',
    lifecycle: 'draft',
    settlement: 'none',
    phase: 'draft',
    trashed: false,
    series: '',
    sequence: 0,
    number: '',
    buyerName: '',
    currency: draft.currency,
    issueDate: '',
    dueDate: '',
    total: '',
    received: '0',
    final: false,
    round: 0,
    searchText: '',
    draft,
    signed: null,
    linkId: '',
    linkKey: '',
    addressIndex: -1,
    forwarderOwner: '',
    voidReason: '',
    createdAt: at,
    updatedAt: at,
    issuedAt: '',
    publishedAt: '',
    emailedAt: '',
  };
}

function emptyLine(id: string): LineDraft {
  return {
    id,
    description: '',
    quantity: '1',
    unit: '',
    unitPrice: '',
    discount: { kind: 'percent', value: '' },
    taxCategory: 'Z',
    taxRate: '0',
    taxReason: '',
  };
}
