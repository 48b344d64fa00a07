import type { InvoicePdfInput } from '../../shared/documents/invoice-pdf-input.ts';
import type { FrozenInvoice } from '../../shared/invoice/frozen-invoice.ts';
import type { InvoiceDraft, LineDraft } from '../../shared/invoice/invoice-draft.ts';
import { issueInvoice } from '../../shared/invoice/issue-invoice.ts';
import { emptyParty, type Party } from '../../shared/invoice/party.ts';
import { tokens } from '../../shared/money/token.ts';
import { makePaymentTerms } from '../../shared/payment/terms.ts';
import type { PaymentTerms } from '../../shared/payment/payment-terms.ts';
import { unwrap } from '../../shared/result.ts';

/** A seller for tests. */
export const sampleSeller: Party = {
  name: 'Ada Lindqvist Studio',
  email: 'ada@lindqvist.example',
  address: 'Kungsgatan 12\n111 35 Stockholm',
  country: 'SE',
  taxId: 'SE556677889901',
};

/** A client for tests. */
export const sampleBuyer: Party = {
  ...emptyParty,
  name: 'Northwind Traders GmbH',
  email: 'accounts@northwind.example',
  address: 'Friedrichstraße 44\n10117 Berlin',
  country: 'DE',
  taxId: 'DE123456789',
};

/** A line with the given differences from a plain one: one hour at 100.00, not taxed. */
export function sampleLine(changes: Partial<LineDraft> = {}): LineDraft {
  return {
    id: changes.id ?? `line-${Math.abs(hash(JSON.stringify(changes)))}`,
    description: 'Design of the payment page',
    quantity: '1',
    unit: '',
    unitPrice: '100.00',
    discount: { kind: 'percent', value: '' },
    taxCategory: 'Z',
    taxRate: '0',
    taxReason: '',
    ...changes,
  };
}

/** A draft that can be issued, with the given differences. */
export function sampleDraft(changes: Partial<InvoiceDraft> = {}): InvoiceDraft {
  return {
    buyer: sampleBuyer,
    contactId: null,
    currency: 'USD',
    issueDate: '2026-11-20',
    dueDate: '2027-01-31',
    priceMode: 'exclusive',
    lines: [sampleLine({ quantity: '12', unitPrice: '100.00', unit: 'h' })],
    discount: { kind: 'percent', value: '' },
    notes: '',
    terms: '',
    purchaseOrder: '',
    accept: null,
    rates: [],
    ...changes,
  };
}

/** A draft, issued. */
export function sampleInvoice(changes: Partial<InvoiceDraft> = {}, seller: Party = sampleSeller): FrozenInvoice {
  return unwrap(
    issueInvoice(sampleDraft(changes), { id: 'invoice-1', number: 'INV-2026-0001', seller, today: '2026-11-20' }),
  );
}

/** Terms on which a sample invoice in USD or EUR is paid: every mainnet token at par, at one shared address. */
export function sampleTerms(invoice: FrozenInvoice, chainIds: readonly number[] = [1, 8453, 42161]): PaymentTerms {
  return unwrap(
    makePaymentTerms({
      total: { minor: BigInt(invoice.totals.total), currency: invoice.currency },
      accept: tokens.filter((token) => chainIds.includes(token.chainId) && token.kind === 'native'),
      receiver: { address: '0x52908400098527886E0F7030069857D2E4169EE7', ownAddress: false },
      rates: [],
      tag: '00112233445566778899aabbccddeeff',
      tail: 4711,
      dueDate: invoice.dueDate,
      monitorDays: 90,
    }),
  );
}

/** The PDF's input for a sample invoice. */
export function samplePdfInput(
  changes: Partial<InvoiceDraft> = {},
  more: Partial<InvoicePdfInput> = {},
): InvoicePdfInput {
  const invoice = sampleInvoice(changes);
  return {
    invoice,
    terms: sampleTerms(invoice),
    link: 'https://pay.quittance.example/i/Zk3Yq0w1T9uX2bV7cN5mLg#__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eAvK',
    logo: null,
    fingerprint: '3167 784C 40F3 4D67',
    draft: false,
    ...more,
  };
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return value;
}
