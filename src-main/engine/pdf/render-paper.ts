import {
  creditNotePdfDefinition,
  type CreditNotePdfInput,
} from '../../../shared/documents/credit-note-pdf-definition.ts';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import { receiptPdfDefinition, type ReceiptPdfInput } from '../../../shared/documents/receipt-pdf-definition.ts';
import { renderInvoicePdf, renderPdf } from './render-invoice-pdf.ts';

/** A paper to be rendered: its kind, and all that it is made of. */
export type Paper =
  | { readonly kind: 'invoice'; readonly input: InvoicePdfInput }
  | { readonly kind: 'credit-note'; readonly input: CreditNotePdfInput }
  | { readonly kind: 'receipt'; readonly input: ReceiptPdfInput };

/** Renders a paper's PDF in this thread; the same paper gives the same bytes. */
export function renderPaper(paper: Paper): Promise<Uint8Array> {
  switch (paper.kind) {
    case 'invoice':
      return renderInvoicePdf(paper.input);
    case 'credit-note':
      return renderPdf(paper.input, creditNotePdfDefinition);
    case 'receipt':
      return renderPdf(paper.input, receiptPdfDefinition);
  }
}
