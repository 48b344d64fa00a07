import { parentPort } from 'node:worker_threads';
import { renderPaper, type Paper } from './render-paper.ts';

/** What the renderer asks of its worker, and what the worker answers, matched by `id`. */
export interface PdfRequest {
  readonly id: number;
  readonly paper: Paper;
}
/** The PDF of a request, or the stack of what went wrong. */
export type PdfAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly error: string };

// One after another: two layouts at once in one thread would only make both slow.
let queue = Promise.resolve();

parentPort?.on('message', (request: PdfRequest) => {
  queue = queue.then(() => answer(request));
});

async function answer({ id, paper }: PdfRequest): Promise<void> {
  try {
    const pdf = await renderPaper(paper);
    parentPort?.postMessage({ id, pdf } satisfies PdfAnswer, [pdf.buffer as ArrayBuffer]);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parentPort?.postMessage({ id, error: text } satisfies PdfAnswer);
  }
}
