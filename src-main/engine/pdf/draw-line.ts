import type { GlyphPosition } from './font-layout.ts';
import type { Inline } from './visual-line.ts';

/**
 * A font of one document, as pdfkit makes it; `encode` gives glyphs in hexadecimal. Measures are thousandths of an em.
 */
interface DocumentFont {
  readonly id: string;
  readonly ascender: number;
  encode(
    text: string,
    features?: readonly string[] | null,
  ): readonly [readonly string[], readonly Required<GlyphPosition>[]];
  lineHeight(size: number): number;
  ref(): unknown;
}

/** The document that is written, as pdfkit makes it. */
export interface DrawnDocument {
  readonly page: { readonly fonts: Record<string, unknown> };
  addContent(operators: string): unknown;
  link(x: number, y: number, width: number, height: number, url: string): unknown;
}

/** A line of pdfmake's layout. */
export interface DrawnLine {
  readonly inlines: readonly Inline[];
  getAscenderHeight(): number;
}

/**
 * Writes a line into a page as one text object: font, colour and place once for each text, then its glyphs with their
 * kerning (ISO 32000-1, section 9.4). pdfmake and pdfkit write thirteen operators around each text, most of which say
 * again what holds already; that was half of a long invoice's content, and a quarter of the time that it took.
 *
 * @param x from the page's left edge to the line's, and
 * @param y from its upper edge down to the line's, in points
 * @throws Error for what no invoice has and this does not draw, such as underlining.
 */
export function drawLine(document: DrawnDocument, line: DrawnLine, x: number, y: number): void {
  const baseline = y + line.getAscenderHeight();
  const operators: string[] = [];
  for (const inline of line.inlines) {
    const undrawn = notDrawn.find((property) => inline[property]);
    if (undrawn) throw new Error(`A text with "${undrawn}" cannot be drawn.`);
    if (inline.text === '') continue;
    const font = inline.font as unknown as DocumentFont;
    document.page.fonts[font.id] ??= font.ref();
    if (typeof inline.link === 'string') {
      const top = baseline - (font.ascender / 1000) * inline.fontSize;
      document.link(x + inline.x, top, inline.width, font.lineHeight(inline.fontSize), inline.link);
    }
    operators.push(
      `/${font.id} ${inline.fontSize} Tf`,
      `${inline.characterSpacing ?? 0} Tc`,
      `${rgb(inline.color)} rg`,
    );
    showText(operators, inline, font, x + inline.x, baseline);
  }
  if (operators.length > 0) document.addContent(`BT\n${operators.join('\n')}\nET`);
}

/** A straight line of pdfmake's layout, from one point to another. */
export interface Rule {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly lineWidth: number;
  readonly lineColor: string;
}

/** Writes a rule of a table or a footer: its own width and colour, and all else as a page begins. */
export function drawRule(document: DrawnDocument, { x1, y1, x2, y2, lineWidth, lineColor }: Rule): void {
  document.addContent(`${rgb(lineColor)} RG ${lineWidth} w ${short(x1)} ${short(y1)} m ${short(x2)} ${short(y2)} l S`);
}

/** What pdfmake can do with a text that is left out here. */
const notDrawn = ['decoration', 'background', 'sup', 'sub', 'linkToPage', 'linkToDestination'] as const;

/** Glyphs follow one another, kerned; one with an offset (a mark above a letter) has a place of its own. */
function showText(operators: string[], inline: Inline, font: DocumentFont, left: number, baseline: number): void {
  const [glyphs, positions] = font.encode(inline.text, inline.fontFeatures);
  const scale = inline.fontSize / 1000;
  const spacing = inline.characterSpacing ?? 0;
  let x = left;
  let shown = '';
  let run = '';
  let isPlaced = false;
  const flush = (): void => {
    if (run !== '') shown += `<${run}>`;
    if (shown !== '') operators.push(`[${shown}] TJ`);
    shown = run = '';
  };
  for (const [index, { xAdvance, advanceWidth, xOffset, yOffset }] of positions.entries()) {
    const isOffset = xOffset !== 0 || yOffset !== 0;
    if (isOffset || !isPlaced) {
      flush();
      // pdfkit turns the page so that y grows downwards; text is turned back by its own matrix.
      operators.push(`1 0 0 -1 ${short(x + xOffset * scale)} ${short(baseline - yOffset * scale)} Tm`);
    }
    isPlaced = !isOffset;
    run += glyphs[index] ?? '';
    const kerning = xAdvance - advanceWidth;
    if (kerning !== 0) {
      shown += `<${run}>${short(-kerning)}`;
      run = '';
    }
    x += xAdvance * scale + spacing;
  }
  flush();
}

/** Thousandths of a point, and of a thousandth of an em, are finer than any printer. */
function short(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const operands = new Map<unknown, string>();

/** A colour written as `#rrggbb`, in the operands of `rg` (fill) and `RG` (stroke). */
function rgb(colour: unknown): string {
  let known = operands.get(colour);
  if (known === undefined) {
    const hex = /^#[\da-f]{6}$/i.exec(String(colour))?.[0];
    if (hex === undefined) throw new Error(`The colour "${String(colour)}" is not of the form #rrggbb.`);
    known = [1, 3, 5].map((at) => short(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ');
    operands.set(colour, known);
  }
  return known;
}
