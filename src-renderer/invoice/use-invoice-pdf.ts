import { useEffect, useState } from 'react';
import { showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';

/** A PDF and the name to save it under. */
export interface NamedPdf {
  readonly filename: string;
  /** Base64. */
  readonly content: string;
}

/** The PDF of an issued invoice, which never changes: null until it has come, and where it cannot be made. */
export function useInvoicePdf(id: string): { readonly pdf: NamedPdf | null; readonly isMissing: boolean } {
  const engine = useEngine();
  const [pdf, setPdf] = useState<NamedPdf | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isGone = false;
    void engine.call('invoice.pdf', { id }).then((result) => {
      if (isGone) return;
      if (result.ok) setPdf(result.value);
      else {
        setMissing(true);
        showProblem(result.problem, 'The PDF could not be made');
      }
    });
    return () => {
      isGone = true;
    };
  }, [engine, id]);
  return { pdf, isMissing };
}
