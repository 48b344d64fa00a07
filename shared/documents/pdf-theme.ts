import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Colours of the printed page: near-black ink, one green, and greys that survive a black-and-white printer. */
export const pdfColors = {
  ink: '#16201c',
  muted: '#5d6a64',
  rule: '#d9dedb',
  accent: '#0f6b4f',
  tint: '#f2f6f4',
} as const;

/** Points between the page's edge and its text. */
export const pageMargin = 48;

/** Named styles of the invoice. Sizes are points. */
export const pdfStyles: NonNullable<TDocumentDefinitions['styles']> = {
  label: { fontSize: 7.5, color: pdfColors.muted, characterSpacing: 0.4 },
  sellerName: { fontSize: 13, bold: true },
  title: { fontSize: 22, bold: true, color: pdfColors.ink },
  party: { fontSize: 9.5, lineHeight: 1.3 },
  head: { fontSize: 7.5, color: pdfColors.muted, characterSpacing: 0.4 },
  due: { fontSize: 20, bold: true },
  total: { fontSize: 12, bold: true },
  small: { fontSize: 8, color: pdfColors.muted, lineHeight: 1.3 },
};
