import { useEffect, useState } from 'react';
import { showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';

export interface NamedPdf {
  readonly filename: string;
  /** Base64. */
  readonly content: string;
}

/** The PDF of an issued invoice, which never changes; null until it has come. */
export function useInvoicePdf(id: string): NamedPdf | null {
  const engine = useEngine();
  const [pdf, setPdf] = useState<NamedPdf | null>(null);
  useEffect(() => {
    let isGone = false;
    void engine.call('invoice.pdf', { id }).then((result) => {
      if (isGone) return;
      if (result.ok) setPdf(result.value);
      else showProblem(result.problem, 'The PDF could not be made');
    });
    return () => {
      isGone = true;
    };
  }, [engine, id]);
  return pdf;
}
