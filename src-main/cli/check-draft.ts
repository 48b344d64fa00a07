import type { Settings } from '../../shared/app-api/settings.ts';
import { calendarDateAt } from '../../shared/invoice/calendar-date.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { emptyParty } from '../../shared/invoice/party.ts';
import { validateDraft } from '../../shared/invoice/validate-draft.ts';
import type { Problem } from '../../shared/result.ts';

/**
 * What is wrong with a draft before it is written. The window keeps whatever is typed, because its author is still
 * there; a command line ends, so mistakes are refused and only gaps are let through.
 */
export function checkDraft(given: Partial<InvoiceDraft>, settings: Settings, now: Date): readonly Problem[] {
  const today = calendarDateAt(now);
  const draft: InvoiceDraft = {
    buyer: emptyParty,
    contactId: null,
    currency: settings.currency,
    dueDate: '',
    priceMode: 'exclusive',
    lines: [],
    discount: { kind: 'percent', value: '' },
    notes: '',
    terms: '',
    purchaseOrder: '',
    accept: null,
    rates: [],
    ...given,
    // Without a date of its own it is issued today or later, so a due date in the past is a mistake already.
    issueDate: given.issueDate || (given.dueDate ? today : ''),
  };
  return validateDraft(draft, { purpose: 'save', seller: settings.seller, today });
}
