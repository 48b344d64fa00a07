import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { fontRuns, hanFontOf, type FontCoverage } from './font-runs.ts';

/** How a text node looks: everything of pdfmake's text but the text itself. */
export type TextLook = Omit<ContentText, 'text'>;

/** A maker of text nodes that chooses a font for each run. */
export type PdfText = (text: string, look?: TextLook) => ContentText;

/** Digits of one width, so that columns of figures stand in line (OpenType `tnum`). */
export const tabular: TextLook = { fontFeatures: ['tnum'] };

/** Makes {@link PdfText} for one document; `covers` tells which fonts can draw which characters. */
export function createPdfText(wholeText: string, covers: FontCoverage): PdfText {
  const documentHan = hanFontOf(wholeText) ?? 'NotoSansSC';
  return (text, look = {}) => {
    const runs = fontRuns(text, hanFontOf(text) ?? documentHan, covers);
    const [only] = runs;
    if (runs.length === 0) return { text: '', ...look };
    if (runs.length === 1 && only) return { ...look, text: only.text, font: only.font };
    return { ...look, text: runs.map((run) => ({ text: run.text, font: run.font })) };
  };
}

/** Writes a block as lines of their own, dropping empty ones at the ends. */
export function pdfLines(text: PdfText, block: string, look?: TextLook): Content[] {
  return block
    .trim()
    .split('\n')
    .map((line) => text(line === '' ? ' ' : line, look));
}
