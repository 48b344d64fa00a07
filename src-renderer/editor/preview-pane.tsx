import { PdfView } from '../components/pdf-view.tsx';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { useEngine } from '../engine/use-engine.ts';
import { usePreview } from './use-preview.ts';

/** The invoice as it will be, drawn by the engine that will issue it. */
export function PreviewPane({ id, draft }: { id: string; draft: InvoiceDraft }) {
  const engine = useEngine();
  const { content, isSlow, problem } = usePreview(engine, id, draft);
  return (
    <aside className="preview-pane" aria-label="Preview">
      <PdfView content={content} label="Invoice preview" isSlow={isSlow} isMissing={problem !== null} />
      {problem ? (
        <p className="preview-problem" role="status">
          The preview waits: {problem.message}
        </p>
      ) : null}
    </aside>
  );
}
