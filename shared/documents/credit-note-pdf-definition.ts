import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { CreditNote } from '../invoice/credit-note.ts';
import { signatureFingerprint } from '../sealing/canonical-signature.ts';
import type { SignedCreditNote } from '../sealing/signed-credit-note.ts';
import { documentDate, documentMoney } from './document-format.ts';
import type { FontCoverage } from './font-runs.ts';
import { banner, letterhead, parties } from './pdf-head.ts';
import { pageFoot, pdfPage } from './pdf-page.ts';
import { createPdfText, pdfLines, type PdfText } from './pdf-text.ts';
import { besideTaxes, netAndTax } from './pdf-totals-block.ts';
import { signedFile } from './signed-file.ts';

/**
 * All that a credit note's PDF is made of; `logo` is the invoice's, a data URL. The same input gives the same bytes.
 */
export interface CreditNotePdfInput {
  readonly signed: SignedCreditNote;
  readonly logo: string | null;
}

/**
 * Lays a credit note out for pdfmake, in the form of the invoice that it belongs to: what it takes off which invoice,
 * why, and the tax in it. The signed document is in the file.
 */
export function creditNotePdfDefinition(
  { signed, logo }: CreditNotePdfInput,
  covers: FontCoverage,
): TDocumentDefinitions {
  const { creditNote: note, signature } = signed;
  const text = createPdfText(wholeTextOf(note), covers);
  const foot = `${note.seller.name} · ${note.number} · signed ${signatureFingerprint(signature.publicKey)} (attached)`;
  return {
    ...pdfPage({
      title: `Credit note ${note.number}`,
      subject: `Credit note ${note.number} to invoice ${note.invoice.number} for ${note.buyer.name}`,
      seller: note.seller,
      date: note.issueDate,
    }),
    files: signedFile('credit-note.json', signed),
    footer: (page, pages) => pageFoot({ seller: note.seller, words: foot, page, pages }, text),
    content: [
      letterhead({ seller: note.seller, logo, label: 'CREDIT NOTE', title: note.number }, text),
      parties({ ...note, facts: factsOf(note) }, text),
      banner(documentMoney(note.totals.total, note.currency), `Credit to invoice ${note.invoice.number}`, text),
      text(whatItDoes(note), { margin: [0, 0, 0, 4] }),
      ...reason(note, text),
      besideTaxes(note.totals.taxes, note.currency, sumsOf(note), text),
    ],
  };
}

function factsOf(note: CreditNote): [string, string][] {
  return [
    ['ISSUED', documentDate(note.issueDate)],
    ['TO INVOICE', note.invoice.number],
    ['INVOICE DATE', documentDate(note.invoice.issueDate)],
    ...(note.purchaseOrder === '' ? [] : [['PURCHASE ORDER', note.purchaseOrder] as [string, string]]),
  ];
}

function whatItDoes({ invoice, totals, currency }: CreditNote): string {
  const whole = documentMoney(invoice.total, currency);
  const which = `invoice ${invoice.number} of ${documentDate(invoice.issueDate)}`;
  const what =
    totals.total === invoice.total
      ? `This note credits ${which} in full: ${whole}.`
      : `This note takes ${documentMoney(totals.total, currency)} off ${which}, which came to ${whole}.`;
  return `${what} The invoice itself is unchanged. Nothing is to be paid on this note.`;
}

function reason(note: CreditNote, text: PdfText): Content[] {
  if (note.reason === '') return [];
  return [
    {
      stack: [text('REASON', { style: 'label', margin: [0, 0, 0, 3] }), ...pdfLines(text, note.reason)],
      margin: [0, 12, 0, 4],
    },
  ];
}

function sumsOf({ totals }: CreditNote): Parameters<typeof besideTaxes>[2] {
  return {
    rows: totals.tax === '0' ? [] : netAndTax(totals),
    total: { label: 'Total credited', minor: totals.total },
  };
}

function wholeTextOf({ seller, buyer, reason: words }: CreditNote): string {
  return [seller.name, seller.address, buyer.name, buyer.address, words].join('\n');
}
