import type { InvoiceDocument, PaymentDocument, UnmatchedDocument } from './documents.ts';
import type { EngineDocuments } from './engine-database.ts';

/**
 * Gives a document of an older version the fields that came since, from what it says itself. For migrations, and for
 * documents from another device that runs the older version.
 */
export function completeDocument<Document extends object>(name: keyof EngineDocuments, document: Document): Document {
  const complete = completions[name];
  return complete ? { ...(complete(document as never) as object), ...document } : document;
}

/** Fields by collection, with the value that they have where a document lacks them. */
const completions: { readonly [Name in keyof EngineDocuments]?: (old: EngineDocuments[Name]) => object } = {
  invoices: ({ settlement }: InvoiceDocument) => ({
    // What was settled before was told of before: nobody is to get a receipt for it now.
    final: settlement === 'paid' || settlement === 'overpaid',
    round: 0,
    addressIndex: -1,
    forwarderOwner: '',
  }),
  payments: ({ payment }: PaymentDocument) => ({ txHash: payment.txHash, unreported: false }),
  unmatched: ({ transfer }: UnmatchedDocument) => ({ txHash: transfer.txHash, unreported: false }),
};
