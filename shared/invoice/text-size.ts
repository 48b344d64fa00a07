import type { Problem } from '../result.ts';
import type { InvoiceDraft } from './invoice-draft.ts';

/**
 * Most bytes (as JSON in UTF-8) of all texts of an invoice together. An issued invoice holds them twice, as they were
 * typed and as they were signed, and must fit sealed in the relay's feed (`sealedDocumentLimit`) with the numbers of
 * 500 lines around them.
 */
export const textBytesLimit = 350_000;

/** What is wrong with a draft's texts taken together; each for itself is judged by `textProblems`. */
export function textSizeProblems(draft: InvoiceDraft): Problem[] {
  const { buyer, notes, terms, purchaseOrder, lines } = draft;
  const texts = [
    ...Object.values(buyer),
    notes,
    terms,
    purchaseOrder,
    ...lines.flatMap(({ description, unit, taxReason }) => [description, unit, taxReason]),
  ];
  // All in one go, for this is asked at every key that is pressed: less the brackets and the commas between them.
  const bytes = new TextEncoder().encode(JSON.stringify(texts)).length - texts.length - 1;
  if (bytes <= textBytesLimit) return [];
  const message = `The texts of this invoice come to ${kilobytes(bytes)} kB, and at most ${kilobytes(textBytesLimit)} kB fit. Shorten them, or split it into several invoices.`;
  return [{ code: 'text.too-long-together', message, path: ['lines'], retryable: false }];
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1_000);
}
