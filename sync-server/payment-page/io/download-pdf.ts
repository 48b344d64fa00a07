import { fromBase64url } from '../../../shared/sealing/base64url.ts';
import { openLink } from '../../../shared/sealing/link-envelope.ts';
import type { OpenedLink } from '../state/page-state.ts';
import { pdfFileName } from '../state/pdf-file-name.ts';
import { fetchLinkPdf } from './relay-calls.ts';

/** Fetches a link's PDF, opens it with the link's key and hands its bytes to the browser as a download. */
export async function downloadPdf(link: OpenedLink): Promise<'done' | 'unreachable' | 'missing' | 'unreadable'> {
  const answer = await fetchLinkPdf(link.id);
  if (answer.kind === 'unreachable') return 'unreachable';
  if (answer.kind !== 'answered') return 'missing';
  const envelope = fromBase64url(answer.value);
  const opened = envelope ? openLink(envelope, link.id, link.key, 'pdf') : null;
  if (!opened?.ok) return 'unreadable';
  save(
    new Blob([new Uint8Array(opened.value)], { type: 'application/pdf' }),
    pdfFileName(link.signed.payable.invoice.number),
  );
  return 'done';
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The download has taken the bytes once this turn is over; a minute is generous to slow browsers.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
