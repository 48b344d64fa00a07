import { createRequire } from 'node:module';
import type bidiFactory from 'bidi-js';

/** A word of a laid-out line, as pdfmake's renderer takes it: `x` and `width` in points. */
export interface Inline {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly font: { widthOfString(text: string, size: number, features?: readonly string[] | null): number };
  readonly fontSize: number;
  readonly fontFeatures?: readonly string[] | null;
  readonly characterSpacing?: number;
  readonly color?: unknown;
  readonly link?: unknown;
  readonly decoration?: unknown;
  readonly background?: unknown;
  readonly sup?: unknown;
  readonly sub?: unknown;
  readonly linkToPage?: unknown;
  readonly linkToDestination?: unknown;
}

const bidi = (createRequire(import.meta.url)('bidi-js') as typeof bidiFactory.default)();
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const rightToLeftLetter = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

/**
 * A line's words as they are drawn: words in scripts written from right to left in their visual order (Unicode UAX #9,
 * rules L1 to L4), and in other lines neighbours that look alike as one text, which halves the page's stream and lets a
 * reader select it as a line. Break opportunities that the layout put into long words are taken out again.
 */
export function visualLine(inlines: readonly Inline[]): readonly Inline[] {
  const clean = inlines.map((inline) =>
    inline.text.includes('\u200b') ? { ...inline, text: inline.text.replaceAll('\u200b', '') } : inline,
  );
  if (clean.length === 1 && !rightToLeft.test(clean[0]?.text ?? '')) return clean;
  return clean.some(({ text }) => rightToLeft.test(text)) ? inVisualOrder(clean) : joined(clean);
}

function inVisualOrder(inlines: readonly Inline[]): Inline[] {
  const { levels } = bidi.getEmbeddingLevels(inlines.map((inline) => inline.text).join(''));
  let at = 0;
  const pieces = inlines.flatMap((inline) => {
    const own = levels.subarray(at, at + inline.text.length);
    at += inline.text.length;
    return piecesOfOneLevel(inline, own);
  });
  for (let level = Math.max(0, ...levels); level > 0; level -= 1) reverseFrom(level, pieces);
  let x = inlines[0]?.x ?? 0;
  return pieces.map(({ piece }) => {
    const here = { ...piece, x };
    x += piece.width;
    return here;
  });
}

interface Piece {
  readonly level: number;
  readonly piece: Inline;
}

function piecesOfOneLevel(inline: Inline, levels: Uint8Array): Piece[] {
  const starts = [...levels.keys()].filter((index) => index === 0 || levels[index] !== levels[index - 1]);
  return starts.map((start, index) => {
    const level = levels[start] ?? 0;
    const text = inline.text.slice(start, starts[index + 1]);
    const width =
      starts.length === 1 ? inline.width : inline.font.widthOfString(text, inline.fontSize, inline.fontFeatures);
    return { level, piece: { ...inline, text: level % 2 === 1 ? mirrored(text) : text, width } };
  });
}

/** Letters of these scripts fontkit turns itself; brackets and other signs between them are turned here. */
function mirrored(text: string): string {
  if (rightToLeftLetter.test(text)) return text;
  return [...text]
    .toReversed()
    .map((character) => bidi.getMirroredCharacter(character) ?? character)
    .join('');
}

/** Reverses each stretch of pieces whose level is at least `level`. */
function reverseFrom(level: number, pieces: Piece[]): void {
  for (let start = 0; start < pieces.length; start += 1) {
    let end = start;
    while ((pieces[end]?.level ?? 0) >= level) end += 1;
    if (end > start) pieces.splice(start, end - start, ...pieces.slice(start, end).toReversed());
    start = end;
  }
}

function joined(inlines: readonly Inline[]): Inline[] {
  const texts: Inline[] = [];
  for (const inline of inlines) {
    const last = texts.at(-1);
    if (last && looksAlike(last, inline))
      texts[texts.length - 1] = { ...last, text: last.text + inline.text, width: last.width + inline.width };
    else texts.push(inline);
  }
  return texts;
}

/** Letter spacing and font features can make a text's width other than that of its words together. */
function looksAlike(one: Inline, other: Inline): boolean {
  const plain = (inline: Inline): boolean => !inline.fontFeatures && !inline.characterSpacing;
  return (
    plain(one) &&
    plain(other) &&
    one.font === other.font &&
    one.fontSize === other.fontSize &&
    one.color === other.color &&
    one.link === other.link
  );
}
