import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import { invoicePdfDefinition } from '../../../shared/documents/invoice-pdf-definition.ts';
import type { InvoicePdfInput } from '../../../shared/documents/invoice-pdf-input.ts';
import { fontDescriptors, registerCachedFonts, type CachedFonts } from './font-cache.ts';
import { isUsableLogo } from './is-usable-logo.ts';
import { installRenderHooks } from './render-hooks.ts';
import { installMeasure } from './measure-words.ts';

/** pdfmake's in-memory files, which its published types leave out. */
interface VirtualFiles {
  writeFileSync(name: string, content: Buffer): void;
}

let fonts: CachedFonts | null = null;

/**
 * Renders an invoice's PDF in this thread; the same input gives the same bytes. A logo that cannot be printed is left
 * out: the invoice matters more. See `createPdfRenderer` for a worker.
 */
export async function renderInvoicePdf(input: InvoicePdfInput): Promise<Uint8Array> {
  fonts ??= setUpFonts();
  const plain = { ...input, logo: null };
  if (input.logo === null || !isUsableLogo(input.logo)) return render(plain, fonts);
  try {
    return await render(input, fonts);
  } catch {
    // A logo that looks whole may still hold what pdfmake cannot draw. If it was not the logo, this throws again.
    return render(plain, fonts);
  }
}

async function render(input: InvoicePdfInput, { covers }: CachedFonts): Promise<Uint8Array> {
  return new Uint8Array(await pdfmake.createPdf(invoicePdfDefinition(input, covers)).getBuffer());
}

function setUpFonts(): CachedFonts {
  const cached = registerCachedFonts();
  const files = (createRequire(import.meta.url)('pdfmake/js/virtual-fs.js') as { default: VirtualFiles }).default;
  for (const { name, bytes } of cached.handles) files.writeFileSync(name, Buffer.from(bytes));
  installRenderHooks(cached.handles);
  installMeasure();
  pdfmake.setFonts(fontDescriptors());
  // Nothing that a person typed may make the renderer fetch or read anything.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  return cached;
}
