import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { FontCoverage } from '../../../shared/documents/font-runs.ts';
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
 * Renders an invoice's PDF in this thread; the same input gives the same bytes. See `createPdfRenderer` for a worker.
 */
export function renderInvoicePdf(input: InvoicePdfInput): Promise<Uint8Array> {
  return renderPdf(input, invoicePdfDefinition);
}

/**
 * Renders a paper in this thread by its layout. A logo that cannot be printed is left out: the paper matters more.
 *
 * @param define lays the input out; it is called again where the logo is left out
 */
export async function renderPdf<Input extends { readonly logo: string | null }>(
  input: Input,
  define: (input: Input, covers: FontCoverage) => TDocumentDefinitions,
): Promise<Uint8Array> {
  const { covers } = (fonts ??= setUpFonts());
  const render = async (paper: Input): Promise<Uint8Array> =>
    new Uint8Array(await pdfmake.createPdf(define(paper, covers)).getBuffer());
  const plain = { ...input, logo: null };
  if (input.logo === null || !isUsableLogo(input.logo)) return render(plain);
  try {
    return await render(input);
  } catch {
    // A logo that looks whole may still hold what pdfmake cannot draw. If it was not the logo, this throws again.
    return render(plain);
  }
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
