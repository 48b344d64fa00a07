import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Receipt } from '../payment/receipt.ts';
import { signatureFingerprint } from '../sealing/canonical-signature.ts';
import type { SignedReceipt } from '../sealing/signed-receipt.ts';
import { documentDate, documentMoney } from './document-format.ts';
import type { FontCoverage } from './font-runs.ts';
import { banner, letterhead, parties } from './pdf-head.ts';
import { pageFoot, pdfPage } from './pdf-page.ts';
import { createPdfText, type PdfText } from './pdf-text.ts';
import { sumsTable, type Sums } from './pdf-totals-block.ts';
import { receiptTable } from './receipt-table.ts';
import { finalityWords, paidWords } from './receipt-words.ts';
import { signedFile } from './signed-file.ts';

/** All that a receipt's PDF is made of; `logo` is the invoice's, a data URL. The same input gives the same bytes. */
export interface ReceiptPdfInput {
  readonly signed: SignedReceipt;
  readonly logo: string | null;
}

/**
 * Lays a receipt out for pdfmake, in the form of the invoice that it belongs to: each payment with its transaction,
 * what came and went otherwise, and what it comes to. The signed document is in the file.
 */
export function receiptPdfDefinition({ signed, logo }: ReceiptPdfInput, covers: FontCoverage): TDocumentDefinitions {
  const { receipt, signature } = signed;
  const { seller, buyer, invoice, currency, totals } = receipt;
  const text = createPdfText([seller.name, seller.address, buyer.name, buyer.address].join('\n'), covers);
  const foot = `${seller.name} · receipt for ${invoice.number} · signed ${signatureFingerprint(signature.publicKey)} (attached)`;
  return {
    ...pdfPage({
      title: `Receipt for invoice ${invoice.number}`,
      subject: `Receipt for invoice ${invoice.number} for ${buyer.name}`,
      seller,
      date: receipt.date,
    }),
    files: signedFile('receipt.json', signed),
    footer: (page, pages) => pageFoot({ seller, words: foot, page, pages }, text),
    content: [
      letterhead({ seller, logo, label: 'RECEIPT FOR INVOICE', title: invoice.number }, text),
      parties({ seller, buyer, facts: factsOf(receipt) }, text),
      banner(documentMoney(totals.received, currency), paidWords(receipt), text),
      text(
        `This is a receipt for invoice ${invoice.number} of ${documentDate(invoice.issueDate)}. ${finalityWords(receipt)}`.trim(),
      ),
      receiptTable(receipt, text),
      sums(receipt, text),
    ],
  };
}

function factsOf({ invoice, settledAt, date, purchaseOrder }: Receipt): [string, string][] {
  return [
    ['PAID', documentDate(settledAt?.slice(0, 10) ?? date)],
    ['INVOICE DATE', documentDate(invoice.issueDate)],
    ...(purchaseOrder === '' ? [] : [['PURCHASE ORDER', purchaseOrder] as [string, string]]),
  ];
}

function sums(receipt: Receipt, text: PdfText): Content {
  return {
    columns: [
      { width: '*', text: '' },
      { width: 250, ...sumsTable(sumsOf(receipt), receipt.currency, text) },
    ],
    margin: [0, 12, 0, 0],
    // pdfmake drops what is kept whole and is taller than a page.
    unbreakable: receipt.credits.length < 20,
  };
}

/**
 * From what was asked for to what was paid: what was taken off and let go, and what came beyond. The rows add up to it.
 */
function sumsOf({ totals, credits }: Receipt): Sums {
  // Two devices that credit at the same time can together credit more than there was.
  const excess = BigInt(totals.credited) - (BigInt(totals.total) - BigInt(totals.due));
  return {
    rows: [
      { label: 'Invoice total', minor: totals.total },
      ...credits.map(({ number, amount }) => ({ label: `Credit note ${number}`, minor: `-${amount}` })),
      ...(excess > 0n ? [{ label: 'Credited beyond the total', minor: excess.toString() }] : []),
      ...(totals.forgiven === '0' ? [] : [{ label: 'Let go by the seller', minor: `-${totals.forgiven}` }]),
      ...(totals.over === '0' ? [] : [{ label: 'More than was due', minor: totals.over }]),
    ],
    total: { label: 'Total paid', minor: totals.received },
  };
}
