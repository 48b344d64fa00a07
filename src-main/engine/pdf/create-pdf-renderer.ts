import { Worker } from 'node:worker_threads';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import type { PdfAnswer, PdfRequest } from './pdf-worker.ts';

/** Renders PDFs off the engine's thread. */
export interface PdfRenderer {
  /** The invoice as a PDF. Rejects only on a bug, or when the renderer is closed meanwhile. */
  renderInvoice(input: InvoicePdfInput): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(pdf: Uint8Array): void;
  reject(error: Error): void;
}

/** Makes a renderer whose worker thread starts with the first PDF and stays, its fonts parsed, until `close`. */
export function createPdfRenderer(): PdfRenderer {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function startWorker(): Worker {
    const started = new Worker(workerUrl());
    started.unref();
    started.on('message', (answer: PdfAnswer) => {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ('pdf' in answer) caller?.resolve(answer.pdf);
      else caller?.reject(new Error(`The PDF could not be made: ${answer.error}`));
    });
    started.on('error', (error) => abandon(error instanceof Error ? error : new Error(String(error))));
    started.on('exit', () => abandon(new Error('The PDF renderer stopped.')));
    return started;
  }

  function abandon(error: Error): void {
    worker = null;
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
  }

  return {
    renderInvoice(input) {
      worker ??= startWorker();
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker?.ref();
        worker?.postMessage({ id, input } satisfies PdfRequest);
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}

/** The worker stands beside this file, in source and in the built app alike. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './pdf-worker.ts' : './pdf-worker.js', import.meta.url);
}
