import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { fontRuns, hanFontOf, type FontCoverage, type FontRun } from './font-runs.ts';

/** How a text node looks: everything of pdfmake's text but the text itself; `id` is missing from its published types. */
export type TextLook = Omit<ContentText, 'text'> & { readonly id?: string };

/** A maker of text nodes that chooses a font for each run. */
export type PdfText = (text: string, look?: TextLook) => ContentText;

/** Digits of one width, so that columns of figures stand in line (OpenType `tnum`). */
export const tabular: TextLook = { fontFeatures: ['tnum'] };

/** Makes {@link PdfText} for one document; `covers` tells which fonts can draw which characters. */
export function createPdfText(wholeText: string, covers: FontCoverage): PdfText {
  const documentHan = hanFontOf(wholeText) ?? 'NotoSansSC';
  return (text, look = {}) => {
    const whole = fontRuns(text, hanFontOf(text) ?? documentHan, covers);
    const runs = look.link ? whole : whole.flatMap(inPieces);
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

/**
 * Cuts words of over 40 characters into pieces that still print as one. pdfmake widens a column to its longest piece, past
 * the page's edge; and it finds where to break an overlong word by measuring all that is left of it, again for each line:
 * 9,000 characters without a space took it 16 s, in pieces 0.1 s.
 */
function inPieces(run: FontRun): FontRun[] {
  if (!/\S{40}/.test(run.text)) return [run];
  const pieces = run.text.match(/\S{1,12}\s*|\s+/gu) ?? [];
  return pieces.map((text) => ({ text, font: run.font }));
}
