import { fail, ok, type Result } from '../../../shared/result.ts';
import { loadCreditNote } from '../adjustments/credit-notes.ts';
import type { InvoiceDocument, JobDocument } from '../database/documents.ts';
import type { InvoiceLetter, PaperFile } from '../invoices/invoice-papers.ts';
import type { JobTools } from './job-tools.ts';

/** An email with its attachment, if any. */
export interface ComposedMail {
  readonly letter: InvoiceLetter;
  readonly pdf: PaperFile | null;
}

/** Writes the email of a job as things stand; null where there is nothing to say any more. */
export async function composeMail(
  tools: JobTools,
  invoice: InvoiceDocument,
  job: JobDocument,
): Promise<Result<ComposedMail | null>> {
  const { papers } = tools;
  const isPdf = job.mode === 'pdf';
  switch (job.kind) {
    case 'receipt':
      return together(await papers.receiptLetter(invoice, job.mode), () => (isPdf ? papers.receipt(invoice) : null));
    case 'correction':
      return correction(tools, invoice, job);
    case 'credit-note':
      return creditNote(tools, invoice, job);
    default:
      break;
  }
  if (invoice.lifecycle !== 'issued')
    return fail('invoice.not-issued', `Invoice ${invoice.number} is ${invoice.lifecycle}: its email was held back.`);
  return together(await papers.letter(invoice, job.mode), () => (isPdf ? papers.pdf(invoice) : null));
}

/** A receipt that never left is not taken back. */
async function correction(
  { db, papers }: JobTools,
  invoice: InvoiceDocument,
  { mode, subject }: JobDocument,
): Promise<Result<ComposedMail | null>> {
  const receipt = await db.jobs.findOne(subject).exec();
  if (receipt && !receipt.accepted && receipt.status !== 'done') return ok(null);
  const letter = await papers.correctionLetter(invoice, mode);
  if (!letter.ok) return letter;
  return ok(letter.value && { letter: letter.value, pdf: null });
}

async function creditNote(
  { db, papers }: JobTools,
  invoice: InvoiceDocument,
  { subject }: JobDocument,
): Promise<Result<ComposedMail>> {
  const note = await loadCreditNote(db, subject);
  if (!note.ok) return note;
  const { document, signed } = note.value;
  if (document.undone)
    return fail('credit-note.undone', `Credit note ${signed.creditNote.number} was undone: its email was held back.`);
  return together(await papers.creditNoteLetter(invoice, signed), () => papers.creditNote(invoice, signed));
}

async function together(
  letter: Result<InvoiceLetter>,
  print: () => Promise<Result<PaperFile>> | null,
): Promise<Result<ComposedMail>> {
  if (!letter.ok) return letter;
  const pdf = await print();
  if (pdf && !pdf.ok) return pdf;
  return ok({ letter: letter.value, pdf: pdf?.value ?? null });
}
