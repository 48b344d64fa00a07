import type { InvoiceDraft } from '../../../shared/invoice/invoice-draft.ts';
import type { Problem, Result } from '../../../shared/result.ts';
import type { SignedCreditNote } from '../../../shared/sealing/signed-credit-note.ts';
import type { InvoiceDocument } from '../database/documents.ts';

/** A file as bytes, with the name to save it under. */
export interface PaperFile {
  readonly filename: string;
  readonly content: Uint8Array;
}

/** A letter as the relay sends it. */
export interface InvoiceLetter {
  readonly fromName: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What is printed and written of an invoice: its PDF, and the letter that carries it; and its papers after payment. */
export interface InvoicePapers extends PaymentPapers {
  /** The PDF of an issued invoice: the same bytes each time. */
  pdf(invoice: InvoiceDocument): Promise<Result<PaperFile>>;
  /** The PDF of a draft as it stands, and what is still wrong with it. */
  preview(
    id: string | null,
    draft: InvoiceDraft,
  ): Promise<Result<{ content: Uint8Array; problems: readonly Problem[] }>>;
  /** The letter as the ledger stands: it asks for the exact rest of what is paid in part. */
  letter(invoice: InvoiceDocument, mode: 'pdf' | 'link'): Promise<Result<InvoiceLetter>>;
}

/**
 * The papers after payment. Receipts are made from the ledger as it stands (`receipt.not-paid`); in mode `link` a
 * letter tells a mail provider no sum, and the page has the rest.
 */
export interface PaymentPapers {
  receipt(invoice: InvoiceDocument): Promise<Result<PaperFile>>;
  receiptLetter(invoice: InvoiceDocument, mode: 'pdf' | 'link'): Promise<Result<InvoiceLetter>>;
  /** Takes a receipt back; null where the invoice is paid again by now, so that nothing is to be taken back. */
  correctionLetter(invoice: InvoiceDocument, mode: 'pdf' | 'link'): Promise<Result<InvoiceLetter | null>>;
  creditNote(invoice: InvoiceDocument, signed: SignedCreditNote): Promise<Result<PaperFile>>;
  creditNoteLetter(invoice: InvoiceDocument, signed: SignedCreditNote): Promise<Result<InvoiceLetter>>;
}
