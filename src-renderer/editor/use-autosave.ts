import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import type { Problem } from '../../shared/result.ts';
import { useEngine } from '../engine/use-engine.ts';

/** How the saving of a draft stands. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly problem: Problem };

interface Saved {
  draft: InvoiceDraft;
  /** The engine's time of the last save from here (ISO 8601); null before the first. */
  at: string | null;
}

/** What came of saving: the text that is saved, and the text that could not be, with what was wrong. */
interface Outcome {
  readonly saved: InvoiceDraft;
  readonly failed: { readonly draft: InvoiceDraft; readonly problem: Problem } | null;
}

/** How long typing must rest before it is saved, and how long to wait after a failure, in milliseconds. */
const rest = 300;
const retryAfter = 2_000;

/** Saves a draft as it is written: after a pause, when the window is left, and when the screen is. */
export function useAutosave(id: string, draft: InvoiceDraft) {
  const engine = useEngine();
  const [outcome, setOutcome] = useState<Outcome>({ saved: draft, failed: null });
  const lastSaved: RefObject<Saved> = useRef<Saved>({ draft, at: null });
  const latest = useRef(draft);
  const running = useRef<Promise<boolean> | null>(null);

  const flush = useCallback(async (): Promise<boolean> => {
    while (running.current) await running.current;
    const text = latest.current;
    if (text === lastSaved.current.draft) return true;
    const run = engine.call('invoice.saveDraft', { id, draft: text }).then((result) => {
      running.current = null;
      if (result.ok) {
        lastSaved.current = { draft: text, at: result.value.savedAt };
        setOutcome({ saved: text, failed: null });
      } else setOutcome((old) => ({ ...old, failed: { draft: text, problem: result.problem } }));
      return result.ok;
    });
    running.current = run;
    return run;
  }, [engine, id]);

  useEffect(() => {
    latest.current = draft;
    if (draft === lastSaved.current.draft) return;
    const timer = setTimeout(() => void flush(), rest);
    return () => clearTimeout(timer);
  }, [draft, flush]);

  useEffect(() => {
    if (!outcome.failed?.problem.retryable) return;
    const timer = setTimeout(() => void flush(), retryAfter);
    return () => clearTimeout(timer);
  }, [outcome, flush]);

  useEffect(() => {
    const leave = (): void => void flush();
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', leave);
      leave();
    };
  }, [flush]);

  /** Takes a text that another device saved for the saved one. */
  const adopt = useCallback((text: InvoiceDraft) => {
    lastSaved.current.draft = text;
    setOutcome({ saved: text, failed: null });
  }, []);

  return { save: saveStateOf(draft, outcome), flush, lastSaved, adopt };
}

/**
 * How the saving of this very text stands. Worked out, not kept: a state set after every edit made React stop when
 * hundreds of edits came within one task.
 */
function saveStateOf(draft: InvoiceDraft, { saved, failed }: Outcome): SaveState {
  if (draft === failed?.draft) return { kind: 'failed', problem: failed.problem };
  return { kind: draft === saved ? 'saved' : 'saving' };
}
