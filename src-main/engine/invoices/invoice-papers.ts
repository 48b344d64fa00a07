import type { InvoiceDraft } from '../../../shared/invoice/invoice-draft.ts';
import type { Problem, Result } from '../../../shared/result.ts';
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

/** What is printed and written of an invoice: its PDF, and the letter that carries it. */
export interface InvoicePapers {
  /** The PDF of an issued invoice: the same bytes each time. */
  pdf(invoice: InvoiceDocument): Promise<Result<PaperFile>>;
  /** The PDF of a draft as it stands, and what is still wrong with it. */
  preview(
    id: string | null,
    draft: InvoiceDraft,
  ): Promise<Result<{ content: Uint8Array; problems: readonly Problem[] }>>;
  letter(invoice: InvoiceDocument, mode: 'pdf' | 'link'): Promise<Result<InvoiceLetter>>;
}
