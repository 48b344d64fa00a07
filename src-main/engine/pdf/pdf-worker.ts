import { parentPort } from 'node:worker_threads';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import { renderInvoicePdf } from './render-invoice-pdf.ts';

/** What the renderer asks of its worker, and what the worker answers, matched by `id`. */
export interface PdfRequest {
  readonly id: number;
  readonly input: InvoicePdfInput;
}
export type PdfAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly error: string };

// One after another: two layouts at once in one thread would only make both slow.
let queue = Promise.resolve();

parentPort?.on('message', (request: PdfRequest) => {
  queue = queue.then(() => answer(request));
});

async function answer({ id, input }: PdfRequest): Promise<void> {
  try {
    const pdf = await renderInvoicePdf(input);
    parentPort?.postMessage({ id, pdf } satisfies PdfAnswer, [pdf.buffer as ArrayBuffer]);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parentPort?.postMessage({ id, error: text } satisfies PdfAnswer);
  }
}
