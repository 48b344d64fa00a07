import { fail, ok, type Result } from '../../../shared/result.ts';
import { loadCreditNote } from '../adjustments/credit-notes.ts';
import { enqueuePaper } from '../courier/enqueue-papers.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import { randomId } from '../random-values.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { linkOf, loadInvoice, relayOriginOf, type InvoiceContext } from './invoice-context.ts';
import type { PaperFile } from './invoice-papers.ts';
import { recipientOf } from './send.ts';

type Queued = Promise<Result<{ jobIds: string[] }>>;

/**
 * Queues an email with the receipt of a paid invoice (`receipt.not-paid`) to `to`, or to the client where that is null.
 */
export function sendReceipt(context: InvoiceContext, id: string, to: string | null): Queued {
  return context.exclusively(async () => {
    const invoice = await loadInvoice(context.db, id);
    if (!invoice.ok) return invoice;
    const letter = await context.papers.receiptLetter(invoice.value, 'pdf');
    if (!letter.ok && letter.problem.code !== 'relay.none') return letter;
    return queue(context, invoice.value, { kind: 'receipt', to });
  });
}

/** Queues an email with a credit note, by its id or number; fails with `credit-note.undone` too. */
export function sendCreditNote(context: InvoiceContext, idOrNumber: string, to: string | null): Queued {
  return context.exclusively(async () => {
    const note = await loadCreditNote(context.db, idOrNumber);
    if (!note.ok) return note;
    const { document, signed } = note.value;
    if (document.undone)
      return fail('credit-note.undone', `Credit note ${signed.creditNote.number} was undone. Restore it to send it.`);
    const invoice = await loadInvoice(context.db, document.invoiceId);
    if (!invoice.ok) return invoice;
    return queue(context, invoice.value, { kind: 'credit-note', to, subject: document.id });
  });
}

/** The receipt of an invoice as a PDF, made from the ledger as it stands. */
export async function printReceipt({ db, papers }: InvoiceContext, id: string): Promise<Result<PaperFile>> {
  const invoice = await loadInvoice(db, id);
  return invoice.ok ? papers.receipt(invoice.value) : invoice;
}

/** A credit note as a PDF, by its id or number: the same bytes each time. */
export async function printCreditNote({ db, papers }: InvoiceContext, idOrNumber: string): Promise<Result<PaperFile>> {
  const note = await loadCreditNote(db, idOrNumber);
  if (!note.ok) return note;
  const invoice = await loadInvoice(db, note.value.document.invoiceId);
  return invoice.ok ? papers.creditNote(invoice.value, note.value.signed) : invoice;
}

async function queue(
  context: InvoiceContext,
  invoice: InvoiceDocument,
  { kind, to, subject = '' }: { kind: 'receipt' | 'credit-note'; to: string | null; subject?: string },
): Queued {
  const { db, options, courier } = context;
  if (linkOf(invoice, relayOriginOf(await readSettings(db, options.practice), options)) === null)
    return fail('relay.none', 'No relay is set. Name one in Settings to send email.', { path: ['relayOrigin'] });
  const address = recipientOf(invoice, to);
  if (!address.ok) return address;
  const own = randomId(options.random);
  const at = options.now().toISOString();
  const jobIds = await enqueuePaper(db, invoice, { kind, own, to: address.value, mode: 'pdf', subject, at });
  courier.wake();
  return ok({ jobIds });
}
