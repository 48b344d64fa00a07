/** The file name of an invoice's PDF: its number, without what file systems or shells stumble over. */
export function pdfFileName(number: string): string {
  const safe = number.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${safe.slice(0, 80) || 'invoice'}.pdf`;
}
