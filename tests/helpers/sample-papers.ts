import type { CreditNotePdfInput } from '../../shared/documents/credit-note-pdf-definition.ts';
import type { ReceiptPdfInput } from '../../shared/documents/receipt-pdf-definition.ts';
import type { FrozenInvoice } from '../../shared/invoice/frozen-invoice.ts';
import { makeCreditNote, type CreditRequest } from '../../shared/invoice/make-credit-note.ts';
import type { Receipt, ReceiptPayment } from '../../shared/payment/receipt.ts';
import { unwrap } from '../../shared/result.ts';
import { signCanonical } from '../../shared/sealing/canonical-signature.ts';
import { deriveWorkspaceKeys } from '../../shared/sealing/workspace-keys.ts';
import { sampleInvoice } from './sample-invoice.ts';

const { signing } = deriveWorkspaceKeys(Uint8Array.from({ length: 32 }, (_, index) => index));

/** A signed credit note to an invoice, of 300.00 unless told otherwise. */
export function sampleCreditNote(
  invoice: FrozenInvoice = sampleInvoice(),
  changes: Partial<CreditRequest> = {},
  logo: string | null = null,
): CreditNotePdfInput {
  const creditNote = unwrap(
    makeCreditNote(invoice, [], {
      id: 'credit-1',
      number: 'CN-2026-0001',
      amount: '300.00',
      reason: 'Two days were not needed.',
      today: '2026-11-25',
      ...changes,
    }),
  );
  return { signed: { creditNote, signature: signCanonical(creditNote, 'credit-note', signing) }, logo };
}

/** A final payment of 1,200.004711 USDC on Base, with the given differences. */
export function sampleReceiptPayment(changes: Partial<ReceiptPayment> = {}): ReceiptPayment {
  return {
    at: '2026-11-24T14:03:11.000Z',
    chainId: 8453,
    blockNumber: '38561234',
    txHash: `0x${'8f3a1c5e7b9d2046'.repeat(4)}`,
    token: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    symbol: 'USDC',
    decimals: 6,
    units: '1200004711',
    amount: '120000',
    isFinal: true,
    from: '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
    confirmations: 10,
    requiredConfirmations: 10,
    ...changes,
  };
}

/** A signed receipt for a sample invoice that was paid at once, with the given differences. */
export function sampleReceipt(
  changes: Partial<Receipt> = {},
  invoice: FrozenInvoice = sampleInvoice(),
  logo: string | null = null,
): ReceiptPdfInput {
  const { total } = invoice.totals;
  const receipt: Receipt = {
    format: 'quittance/receipt',
    version: 1,
    invoice: { id: invoice.id, number: invoice.number, issueDate: invoice.issueDate },
    date: '2026-11-24',
    settledAt: '2026-11-24T14:03:11.000Z',
    currency: invoice.currency,
    seller: invoice.seller,
    buyer: invoice.buyer,
    purchaseOrder: invoice.purchaseOrder,
    payments: [sampleReceiptPayment({ amount: total })],
    outside: [],
    refunds: [],
    credits: [],
    totals: {
      total,
      credited: '0',
      due: total,
      paid: total,
      outside: '0',
      refunded: '0',
      received: total,
      forgiven: '0',
      over: '0',
      isFinal: true,
    },
    ...changes,
  };
  return { signed: { receipt, signature: signCanonical(receipt, 'receipt', signing) }, logo };
}
