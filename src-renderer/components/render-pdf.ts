import type { PDFDocumentProxy } from 'pdfjs-dist';
import { bytesOfBase64 } from './base64.ts';

let library: Promise<typeof import('pdfjs-dist')> | undefined;

/** Loads pdf.js when the first PDF is shown, with its worker from our own origin. */
function loadLibrary(): Promise<typeof import('pdfjs-dist')> {
  library ??= Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')]).then(
    ([pdfjs, worker]) => {
      pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
      return pdfjs;
    },
  );
  return library;
}

/** Opens a PDF from base64. Call `destroy` on its loading task when it is no longer shown. */
export async function openPdf(content: string): Promise<PDFDocumentProxy> {
  const pdfjs = await loadLibrary();
  return pdfjs.getDocument({ data: bytesOfBase64(content) }).promise;
}

/** Draws a page on a canvas of its own, `width` CSS pixels wide and sharp on the present screen. */
export async function renderPage(pdf: PDFDocumentProxy, pageNumber: number, width: number): Promise<HTMLCanvasElement> {
  const page = await pdf.getPage(pageNumber);
  const density = Math.min(window.devicePixelRatio || 1, 3);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (width / natural.width) * density });
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport }).promise;
  return canvas;
}
