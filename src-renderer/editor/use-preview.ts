import { useEffect, useRef, useState } from 'react';
import type { AppClient } from '../../shared/app-api/app-client.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import type { Problem } from '../../shared/result.ts';

/** The last good preview. `isSlow` after 300 ms of waiting for a newer one. */
export interface Preview {
  /** The PDF, base64; null until the first has come. */
  readonly content: string | null;
  readonly isSlow: boolean;
  readonly problem: Problem | null;
}

/** How long typing must rest, and how long a preview may take before that is said, in milliseconds. */
const rest = 350;
const slow = 300;

/** Asks the engine for a preview of the draft: one at a time, always ending with the newest. */
export function usePreview(engine: AppClient, id: string, draft: InvoiceDraft): Preview {
  const [preview, setPreview] = useState<Preview>({ content: null, isSlow: false, problem: null });
  const newest = useRef(draft);
  const isRunning = useRef(false);
  const isFirst = useRef(true);

  useEffect(() => {
    newest.current = draft;
    async function run(): Promise<void> {
      if (isRunning.current) return;
      isRunning.current = true;
      const timer = setTimeout(() => setPreview((old) => ({ ...old, isSlow: true })), slow);
      for (let asked: InvoiceDraft | null = null; asked !== newest.current;) {
        asked = newest.current;
        const result = await engine.call('invoice.preview', { id, draft: asked });
        if (asked !== newest.current) continue;
        clearTimeout(timer);
        if (result.ok) setPreview({ content: result.value.content, isSlow: false, problem: null });
        else setPreview((old) => ({ ...old, isSlow: false, problem: result.problem }));
      }
      isRunning.current = false;
    }
    const timer = setTimeout(() => void run(), isFirst.current ? 0 : rest);
    isFirst.current = false;
    return () => clearTimeout(timer);
  }, [engine, id, draft]);

  return preview;
}
