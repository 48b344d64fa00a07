import type { FrozenInvoice } from '../invoice/frozen-invoice.ts';
import type { PaymentTerms } from '../payment/payment-terms.ts';

/**
 * All that an invoice's PDF is made of: plain data, so that it can cross to a worker. The same input
 * gives the same bytes.
 *
 * `link` is the payment page's address with its key; `logo` a data URL (PNG, JPEG or SVG); `fingerprint` the signer's,
 * as of `signatureFingerprint`; `draft` marks a preview, which has no terms yet and may lack a number.
 */
export interface InvoicePdfInput {
  readonly invoice: FrozenInvoice;
  readonly terms: PaymentTerms | null;
  readonly link: string | null;
  readonly logo: string | null;
  readonly fingerprint: string | null;
  readonly draft: boolean;
}
