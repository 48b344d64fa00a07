/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { downloadPdf } from '../io/download-pdf.ts';
import type { OpenedLink } from '../state/page-state.ts';
import { Icon } from './icons.tsx';

const outcomes = {
  idle: '',
  working: 'Fetching the PDF.',
  done: 'The PDF has been downloaded.',
  unreachable: 'The server does not answer at the moment. Try again in a little while.',
  missing: 'The PDF is no longer there. Ask the seller for it.',
  unreadable: 'The PDF was altered on its way, so it was not saved. Ask the seller for it.',
} as const;

/** Downloads the seller's PDF: fetched, opened with the link's key, and saved byte for byte. */
export function PdfButton({ link }: { readonly link: OpenedLink }) {
  const [outcome, setOutcome] = useState<keyof typeof outcomes>('idle');
  const download = async () => {
    setOutcome('working');
    setOutcome(await downloadPdf(link));
  };
  const isTrouble = outcome === 'unreachable' || outcome === 'missing' || outcome === 'unreadable';
  return (
    <div class="pdf">
      <button type="button" class="button-quiet" aria-disabled={outcome === 'working'} onClick={() => void download()}>
        <Icon name="download" />
        <span>Download PDF</span>
      </button>
      <span class={isTrouble ? 'fine pdf-trouble' : 'off-screen'} role="status">
        {outcomes[outcome]}
      </span>
    </div>
  );
}
