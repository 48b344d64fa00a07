import { invoiceEmail } from '../../../shared/documents/invoice-email.ts';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import { pdfFilename } from '../../../shared/documents/pdf-filename.ts';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import { validateDraft } from '../../../shared/invoice/validate-draft.ts';
import { openRest } from '../../../shared/payment/open-rest.ts';
import { signatureFingerprint } from '../../../shared/sealing/canonical-signature.ts';
import { ok } from '../../../shared/result.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { effectiveLedger } from '../ledger/fold-settlement.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import type { PdfRenderer } from '../pdf/create-pdf-renderer.ts';
import { readSettings } from '../workspace/settings-store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createPaymentPapers } from './create-payment-papers.ts';
import { linkOf, relayOriginOf } from './invoice-context.ts';
import type { InvoicePapers } from './invoice-papers.ts';
import { letterheadOf } from './letterhead.ts';
import { letterSources, makeLetter } from './make-letter.ts';
import { previewDocument } from './preview-document.ts';

/** Issued invoices whose PDF is kept in memory, most recent last. */
const keptPdfs = 16;

/** Prints and writes invoices with the settings in force; the PDFs of issued invoices are kept for a while. */
export function createPapers(
  db: EngineDatabase,
  options: EngineOptions,
  renderer: PdfRenderer,
  workspace: Pick<Workspace, 'keys'>,
): InvoicePapers {
  const kept = new Map<string, Uint8Array>();

  async function issuedPdf(invoice: InvoiceDocument, input: InvoicePdfInput): Promise<Uint8Array> {
    const key = `${invoice.linkId}|${input.link}|${input.logo}`;
    const known = kept.get(key);
    const content = known ?? (await renderer.renderInvoice(input));
    kept.delete(key);
    kept.set(key, content);
    for (const oldest of kept.keys()) if (kept.size > keptPdfs) kept.delete(oldest);
    return content;
  }

  return {
    ...createPaymentPapers(db, options, renderer, workspace),
    async pdf(invoice) {
      const { signed, draft } = invoice;
      const settings = await readSettings(db, options.practice);
      if (!signed) {
        const input = draftInput(invoice.id, draft, settings, options);
        return ok({ filename: 'draft.pdf', content: await renderer.renderInvoice(input) });
      }
      const content = await issuedPdf(invoice, {
        invoice: signed.payable.invoice,
        terms: signed.payable.terms,
        link: linkOf(invoice, relayOriginOf(settings, options)),
        logo: await letterheadOf(db, invoice.linkId, settings.logo),
        fingerprint: signatureFingerprint(signed.signature.publicKey),
        draft: false,
      });
      return ok({ filename: pdfFilename(signed.payable.invoice), content });
    },
    async preview(id, draft) {
      const settings = await readSettings(db, options.practice);
      const today = calendarDateAt(options.now());
      const problems = validateDraft(draft, { purpose: 'issue', seller: settings.seller, today });
      const content = await renderer.renderInvoice(draftInput(id ?? 'preview', draft, settings, options));
      return ok({ content, problems });
    },
    async letter(invoice, mode) {
      const sources = await letterSources(db, options, invoice);
      if (!sources.ok) return sources;
      const { signed, frozen, link } = sources.value;
      const { payments, remedies } = effectiveLedger(signed.payable, await readLedger(db, invoice));
      const rest = openRest(signed.payable, payments, remedies);
      const content = invoiceEmail({ invoice: frozen, link, mode, rest, options: signed.payable.terms.options });
      return ok(makeLetter(frozen, content));
    },
  };
}

function draftInput(
  id: string,
  draft: InvoiceDocument['draft'],
  settings: Awaited<ReturnType<typeof readSettings>>,
  options: EngineOptions,
): InvoicePdfInput {
  const today = calendarDateAt(options.now());
  const invoice = previewDocument(id, draft, { seller: settings.seller, today });
  return { invoice, terms: null, link: null, logo: settings.logo, fingerprint: null, draft: true };
}
