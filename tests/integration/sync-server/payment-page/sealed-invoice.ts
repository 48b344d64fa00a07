import { randomBytes } from 'node:crypto';
import type { InvoiceDraft, LineDraft } from '../../../../shared/invoice/invoice-draft.ts';
import { issueInvoice } from '../../../../shared/invoice/issue-invoice.ts';
import type { Party } from '../../../../shared/invoice/party.ts';
import { findToken, tokens, type Token } from '../../../../shared/money/token.ts';
import type { PayableInvoice } from '../../../../shared/payment/payment-terms.ts';
import { makePaymentTerms, payableInvoice } from '../../../../shared/payment/terms.ts';
import { unwrap } from '../../../../shared/result.ts';
import { toBase64url } from '../../../../shared/sealing/base64url.ts';
import { signCanonical } from '../../../../shared/sealing/canonical-signature.ts';
import { createLinkId, createLinkKey, sealLink } from '../../../../shared/sealing/link-envelope.ts';
import { deriveWorkspaceKeys } from '../../../../shared/sealing/workspace-keys.ts';

/** A sealed invoice as a relay would keep it, with what its test needs to know of it. */
export interface SealedInvoice {
  readonly id: string;
  readonly key: string;
  readonly payable: PayableInvoice;
  readonly sealedInvoice: string;
  readonly sealedPdf: string;
  readonly pdf: Uint8Array;
}

/** What a test may want otherwise than usual. */
export interface InvoiceWishes {
  readonly seller?: Partial<Party>;
  readonly buyer?: Partial<Party>;
  readonly lines?: readonly Partial<LineDraft>[];
  readonly draft?: Partial<InvoiceDraft>;
  readonly accept?: readonly Token[];
  readonly ownAddress?: boolean;
  /** Days after the due date for which payments are looked for; 90 unless told. */
  readonly monitorDays?: number;
  /** Changes what is sealed after it was signed. */
  readonly forge?: (payable: PayableInvoice) => PayableInvoice;
  /** Changes what is signed: a faulty seller's program. */
  readonly distort?: (payable: PayableInvoice) => PayableInvoice;
}

/** The seller's wallet in these tests. */
export const sellerAddress = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

const seller: Party = {
  name: 'Northwind Studio',
  email: 'hello@northwind.example',
  address: 'Lindenstraße 12\n10969 Berlin',
  country: 'DE',
  taxId: 'DE123456789',
};
const buyer: Party = {
  name: 'Harbour & Finch Ltd',
  email: 'accounts@harbourfinch.example',
  address: '4 Quay Road\nBristol BS1 4XE',
  country: 'GB',
  taxId: '',
};

/** A line of a draft with everything that a test does not care about filled in. */
export function draftLine(wishes: Partial<LineDraft>, index: number): LineDraft {
  return {
    id: `line-${index}`,
    description: 'Design of the booking screens',
    quantity: '1',
    unit: '',
    unitPrice: '1200.00',
    discount: { kind: 'percent', value: '' },
    taxCategory: 'O',
    taxRate: '0',
    taxReason: 'Not subject to VAT',
    ...wishes,
  };
}

/** USDC of the practice chain alone: the shortest way to pay. */
export const practiceUsdc = tokens.filter((token) => token.chainId === 31337 && token.symbol === 'USDC');

/** Issues, signs and seals a real invoice with the product's own code. */
export function sealInvoice(wishes: InvoiceWishes = {}): SealedInvoice {
  const payable = (wishes.distort ?? ((same) => same))(makePayable(wishes));
  const { signing } = deriveWorkspaceKeys(new Uint8Array(32).fill(7));
  const signature = signCanonical(payable, 'payable-invoice', signing);
  const random = (length: number) => new Uint8Array(randomBytes(length));
  const id = createLinkId(random);
  const key = createLinkKey(random);
  const sealed = { payable: (wishes.forge ?? ((same) => same))(payable), signature };
  const pdf = new Uint8Array([...new TextEncoder().encode('%PDF-1.7\n'), ...randomBytes(5000)]);
  const invoiceBytes = new TextEncoder().encode(JSON.stringify(sealed));
  return {
    id,
    key,
    payable,
    pdf,
    sealedInvoice: toBase64url(unwrap(sealLink(invoiceBytes, id, key, 'invoice', random))),
    sealedPdf: toBase64url(unwrap(sealLink(pdf, id, key, 'pdf', random))),
  };
}

function makePayable(wishes: InvoiceWishes): PayableInvoice {
  const draft: InvoiceDraft = {
    buyer: { ...buyer, ...wishes.buyer },
    contactId: null,
    currency: 'USD',
    issueDate: '2026-11-20',
    dueDate: '2099-01-31',
    priceMode: 'exclusive',
    lines: (wishes.lines ?? [{}]).map(draftLine),
    discount: { kind: 'percent', value: '' },
    notes: '',
    terms: '',
    purchaseOrder: '',
    accept: null,
    rates: [],
    ...wishes.draft,
  };
  const context = {
    id: 'invoice-1',
    number: 'INV-2026-0001',
    seller: { ...seller, ...wishes.seller },
    today: '2026-11-20',
  };
  const invoice = unwrap(issueInvoice(draft, context));
  const terms = makePaymentTerms({
    total: { minor: BigInt(invoice.totals.total), currency: invoice.currency },
    accept: wishes.accept ?? practiceUsdc,
    receiver: { address: sellerAddress, ownAddress: wishes.ownAddress ?? false },
    rates: draft.rates,
    tag: '00112233445566778899aabbccddeeff',
    tail: 4217,
    dueDate: invoice.dueDate,
    monitorDays: wishes.monitorDays ?? 90,
  });
  return payableInvoice(invoice, unwrap(terms));
}

/** A token of the registry by chain and symbol. */
export function tokenOf(chainId: number, symbol: string): Token {
  const token = tokens.find((candidate) => candidate.chainId === chainId && candidate.symbol === symbol);
  const known = token && findToken(chainId, token.address);
  if (!known) throw new Error(`No ${symbol} on chain ${chainId}`);
  return known;
}
