/** Names that Windows keeps for devices, whatever follows the first dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The name under which a paper's PDF is saved: nothing that any file system or mail program stumbles over. */
export function pdfFilename(invoice: { readonly number: string }): string {
  const safe = invoice.number
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.');
  const short = [...safe]
    .slice(0, 60)
    .join('')
    .replace(/^[.-]+|[.-]+$/g, '');
  if (short === '') return 'invoice.pdf';
  return reserved.test(short) ? `invoice-${short}.pdf` : `${short}.pdf`;
}
