import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import { invoicePdfDefinition } from '../../../shared/documents/invoice-pdf-definition.ts';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import { fontDescriptors, registerCachedFonts, type CachedFonts } from './font-cache.ts';

/** pdfmake's in-memory files, which its published types leave out. */
interface VirtualFiles {
  writeFileSync(name: string, content: Buffer): void;
}

let fonts: CachedFonts | null = null;

/** Renders an invoice's PDF in this thread; the same input gives the same bytes. See `createPdfRenderer` for a worker. */
export async function renderInvoicePdf(input: InvoicePdfInput): Promise<Uint8Array> {
  fonts ??= setUpFonts();
  return new Uint8Array(await pdfmake.createPdf(invoicePdfDefinition(input, fonts.covers)).getBuffer());
}

function setUpFonts(): CachedFonts {
  const cached = registerCachedFonts();
  const files = (createRequire(import.meta.url)('pdfmake/js/virtual-fs.js') as { default: VirtualFiles }).default;
  for (const { name, bytes } of cached.handles) files.writeFileSync(name, Buffer.from(bytes));
  pdfmake.setFonts(fontDescriptors());
  // Nothing that a person typed may make the renderer fetch or read anything.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  return cached;
}
