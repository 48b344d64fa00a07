import { creditNoteEmail } from '../../../shared/documents/credit-note-email.ts';
import { pdfFilename } from '../../../shared/documents/pdf-filename.ts';
import { receiptCorrectionEmail } from '../../../shared/documents/receipt-correction-email.ts';
import { receiptEmail } from '../../../shared/documents/receipt-email.ts';
import { openRest } from '../../../shared/payment/open-rest.ts';
import { isSettled } from '../../../shared/payment/settlement.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { SignedReceipt } from '../../../shared/sealing/signed-receipt.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { effectiveLedger, foldSettlement } from '../ledger/fold-settlement.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import type { PdfRenderer } from '../pdf/create-pdf-renderer.ts';
import { readSettings } from '../workspace/settings-store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { PaymentPapers } from './invoice-papers.ts';
import { letterheadOf } from './letterhead.ts';
import { letterSources, makeLetter } from './make-letter.ts';
import { receiptOf } from './receipt-of.ts';

/** Prints and writes receipts and credit notes, on the invoice's own letterhead. */
export function createPaymentPapers(
  db: EngineDatabase,
  options: EngineOptions,
  renderer: PdfRenderer,
  workspace: Pick<Workspace, 'keys'>,
): PaymentPapers {
  const logoOf = async ({ linkId }: InvoiceDocument): Promise<string | null> =>
    letterheadOf(db, linkId, (await readSettings(db, options.practice)).logo);
  const signedReceipt = async (invoice: InvoiceDocument): Promise<Result<SignedReceipt>> => {
    const keys = workspace.keys();
    return keys.ok ? receiptOf(db, invoice, keys.value.signing) : keys;
  };
  return {
    async receipt(invoice) {
      const signed = await signedReceipt(invoice);
      if (!signed.ok) return signed;
      const input = { signed: signed.value, logo: await logoOf(invoice) };
      const content = await renderer.render({ kind: 'receipt', input });
      return ok({ filename: pdfFilename({ number: `receipt-${invoice.number}` }), content });
    },
    async receiptLetter(invoice, mode) {
      const sources = await letterSources(db, options, invoice);
      if (!sources.ok) return sources;
      const signed = await signedReceipt(invoice);
      if (!signed.ok) return signed;
      const { frozen, link } = sources.value;
      return ok(makeLetter(frozen, receiptEmail({ receipt: signed.value.receipt, link, mode })));
    },
    async correctionLetter(invoice, mode) {
      const sources = await letterSources(db, options, invoice);
      if (!sources.ok) return sources;
      const { signed, frozen, link } = sources.value;
      const ledger = await readLedger(db, invoice);
      if (isSettled(foldSettlement(signed.payable, ledger).status)) return ok(null);
      const { payments, remedies } = effectiveLedger(signed.payable, ledger);
      const rest = openRest(signed.payable, payments, remedies);
      const input = { invoice: frozen, link, mode, rest, options: signed.payable.terms.options };
      return ok(makeLetter(frozen, receiptCorrectionEmail(input)));
    },
    async creditNote(invoice, signed) {
      const content = await renderer.render({ kind: 'credit-note', input: { signed, logo: await logoOf(invoice) } });
      return ok({ filename: pdfFilename(signed.creditNote), content });
    },
    async creditNoteLetter(invoice, { creditNote }) {
      const sources = await letterSources(db, options, invoice);
      if (!sources.ok) return sources;
      const { link } = sources.value;
      return ok(makeLetter(creditNote, creditNoteEmail({ creditNote, link })));
    },
  };
}
