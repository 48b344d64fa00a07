import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { fontRuns, hanFontOf, type FontCoverage, type FontRun } from './font-runs.ts';

/**
 * How a text node looks: everything of pdfmake's text but the text itself; `id` is missing from its published types.
 */
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
    const runs = look.link ? whole : whole.map(breakable);
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
 * Lets words of 25 characters and more break: after signs, as in addresses and links, or else every eight characters.
 * The zero-width spaces are taken out again when lines are drawn. pdfmake widens a column to its longest word, past the
 * page's edge, and finds where to cut an overlong one by measuring all that is left of it, again for each line: 9,000
 * characters without a space took it 16 s.
 */
function breakable({ text, font }: FontRun): FontRun {
  if (font !== 'Inter' || !/\S{25}/.test(text)) return { text, font };
  const marked = text.replace(/\S{25,}/gu, (word) =>
    word.replace(/[^\p{L}\p{N}]+(?=.)|[\p{L}\p{N}]{8}(?=.{4})/gu, '$&\u200b'),
  );
  return { text: marked, font };
}
