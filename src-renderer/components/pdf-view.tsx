import { ChevronLeft, ChevronRight, Maximize2 } from 'lucide-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { Modal } from './modal.tsx';
import { openPdf, renderPage } from './render-pdf.ts';
import { useSlow } from './use-slow.ts';

interface PdfViewProps {
  /** The PDF, base64; null while there is none. */
  content: string | null;
  label: string;
  /** Whether a newer version is late. That the first one is, shows by itself. */
  isSlow?: boolean;
  /** Whether none will come. */
  isMissing?: boolean;
  /** Offers the same at reading size. Default true. */
  canEnlarge?: boolean;
}

/** Shows one page of a PDF as wide as the pane. A new version is drawn out of sight first, so nothing flickers. */
export function PdfView({ content, label, isSlow = false, isMissing = false, canEnlarge = true }: PdfViewProps) {
  const [isLarge, setLarge] = useState(false);
  const pane = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const width = useWidth(pane);
  const pdf = usePdf(content);
  const [isDrawn, setDrawn] = useState(false);
  const isBusy = useSlow(!isDrawn && !isMissing && !pdf.isBroken) || isSlow;
  const [wanted, setWanted] = useState(1);
  const pages = pdf.document?.numPages ?? 0;
  const page = Math.max(1, Math.min(wanted, pages));

  useEffect(() => {
    const { document } = pdf;
    if (!document || width < 50) return;
    let isStale = false;
    renderPage(document, page, width).then(
      (canvas) => {
        if (isStale) return;
        sheet.current?.replaceChildren(canvas);
        setDrawn(true);
      },
      // A document that was replaced while it was drawn: the newer one is on its way.
      () => undefined,
    );
    return () => {
      isStale = true;
    };
  }, [pdf, page, width]);

  return (
    <div className="pdf-view">
      <div className="pdf-bar">
        <span className="pdf-busy" role="status">
          {isBusy ? (
            <>
              <span className="spinner-ring" aria-hidden="true" /> Drawing…
            </>
          ) : null}
        </span>
        <div className="pdf-pages" hidden={pages < 2}>
          <IconButton
            label="Previous page"
            size="small"
            disabled={page <= 1}
            icon={<ChevronLeft size={16} aria-hidden="true" />}
            onClick={() => setWanted(page - 1)}
          />
          <span>
            Page {page} of {pages}
          </span>
          <IconButton
            label="Next page"
            size="small"
            disabled={page >= pages}
            icon={<ChevronRight size={16} aria-hidden="true" />}
            onClick={() => setWanted(page + 1)}
          />
        </div>
        {canEnlarge ? (
          <IconButton
            label="Enlarge"
            size="small"
            className="pdf-enlarge"
            disabled={content === null}
            icon={<Maximize2 size={15} aria-hidden="true" />}
            onClick={() => setLarge(true)}
          />
        ) : null}
      </div>
      {canEnlarge ? (
        <Modal open={isLarge} onClose={() => setLarge(false)} title={label} shape="paper">
          {isLarge ? <PdfView content={content} label={label} canEnlarge={false} /> : null}
        </Modal>
      ) : null}
      <div ref={pane} className="pdf-pane" tabIndex={0} role="region" aria-label={label}>
        <div
          ref={sheet}
          className="pdf-sheet"
          role="img"
          aria-label={`${label}, page ${page} of ${Math.max(1, pages)}`}
        />
        {pdf.isBroken ? <p className="muted">This PDF could not be drawn. Download it to read it.</p> : null}
      </div>
    </div>
  );
}

function usePdf(content: string | null): { document: PDFDocumentProxy | null; isBroken: boolean } {
  const [state, setState] = useState<{ document: PDFDocumentProxy | null; isBroken: boolean }>({
    document: null,
    isBroken: false,
  });
  const shown = useRef<PDFDocumentProxy | null>(null);
  useEffect(() => {
    if (content === null) return;
    let isStale = false;
    openPdf(content).then(
      (document) => {
        if (isStale) return void document.loadingTask.destroy();
        const before = shown.current;
        shown.current = document;
        setState({ document, isBroken: false });
        // The page before may still be being drawn; it is let go a moment later.
        if (before) setTimeout(() => void before.loadingTask.destroy(), 1_000);
      },
      () => setState((old) => ({ ...old, isBroken: true })),
    );
    return () => {
      isStale = true;
    };
  }, [content]);
  useEffect(() => () => void shown.current?.loadingTask.destroy(), []);
  return state;
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = (): void => {
      const style = getComputedStyle(target);
      setWidth(Math.floor(target.clientWidth - Number.parseFloat(style.paddingLeft) * 2));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
