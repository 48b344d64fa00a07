import { Worker } from 'node:worker_threads';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import type { PdfAnswer, PdfRequest } from './pdf-worker.ts';
import type { Paper } from './render-paper.ts';

/** Renders PDFs off the engine's thread. */
export interface PdfRenderer {
  /** A paper as a PDF. Rejects only on a bug, or when the renderer is closed meanwhile or before. */
  render(paper: Paper): Promise<Uint8Array>;
  /** The same for an invoice. */
  renderInvoice(input: InvoicePdfInput): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(pdf: Uint8Array): void;
  reject(error: Error): void;
}

/** A worker thread and who waits for it: when it dies, its own callers are told and no others. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Makes a renderer whose worker thread starts with the first PDF and stays, its fonts parsed, until `close`. After a
 * crash the next PDF starts another. An idle worker does not keep the process alive.
 *
 * @param script the worker's; it stands beside this file, in source and in the built app alike
 */
export function createPdfRenderer(script: URL = defaultScript()): PdfRenderer {
  let thread: Thread | null = null;
  let closed = false;
  let lastId = 0;

  function startThread(): Thread {
    const started: Thread = { worker: new Worker(script), waiting: new Map() };
    const abandon = (error: Error): void => {
      if (thread === started) thread = null;
      for (const caller of started.waiting.values()) caller.reject(error);
      started.waiting.clear();
    };
    started.worker.unref();
    started.worker.on('message', (answer: PdfAnswer) => settle(started, answer));
    started.worker.on('error', (error) => abandon(error instanceof Error ? error : new Error(String(error))));
    started.worker.on('exit', () => abandon(new Error('The PDF renderer stopped.')));
    return started;
  }

  async function render(paper: Paper): Promise<Uint8Array> {
    if (closed) throw new Error('The PDF renderer is closed.');
    const { worker, waiting } = (thread ??= startThread());
    const id = ++lastId;
    // Throws when the input is not plain data, before anybody waits.
    worker.postMessage({ id, paper } satisfies PdfRequest);
    worker.ref();
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  return {
    render,
    renderInvoice: (input) => render({ kind: 'invoice', input }),
    async close() {
      closed = true;
      await thread?.worker.terminate();
    },
  };
}

function settle({ worker, waiting }: Thread, answer: PdfAnswer): void {
  const caller = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (waiting.size === 0) worker.unref();
  if ('pdf' in answer) caller?.resolve(answer.pdf);
  else caller?.reject(new Error(`The PDF could not be made: ${answer.error}`));
}

function defaultScript(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './pdf-worker.ts' : './pdf-worker.js', import.meta.url);
}
