import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { renderInvoicePdf } from '../../../../../src-main/engine/pdf/render-invoice-pdf.ts';
import { samplePdfInput } from '../../../../helpers/sample-invoice.ts';

// A process of its own, which renders the drafts on its standard input, last first, and prints their hashes in order.
const drafts = JSON.parse(readFileSync(0, 'utf8')) as Parameters<typeof samplePdfInput>[0][];
const hashes: string[] = [];
for (const draft of drafts.toReversed())
  hashes.unshift(
    createHash('sha256')
      .update(await renderInvoicePdf(samplePdfInput(draft)))
      .digest('hex'),
  );
console.log(JSON.stringify(hashes));
