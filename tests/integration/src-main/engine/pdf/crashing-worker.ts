import { parentPort } from 'node:worker_threads';
import type { PdfRequest } from '../../../../../src-main/engine/pdf/pdf-worker.ts';
import '../../../../../src-main/engine/pdf/pdf-worker.ts';

// The real worker, which an invoice of this number kills.
parentPort?.on('message', ({ paper }: PdfRequest) => {
  if (paper.kind === 'invoice' && paper.input.invoice.number === 'CRASH') throw new Error('the worker died');
});
