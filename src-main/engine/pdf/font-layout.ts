import { expectMethod } from './expect-method.ts';

/** Where a glyph stands: advances and offsets in the font's units, until pdfkit scales them in place. */
export interface GlyphPosition {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
  advanceWidth?: number;
}

/** A text as glyphs in order of drawing. `advanceWidth` is the sum of the positions' advances as they are now. */
export interface GlyphRun {
  readonly glyphs: readonly unknown[];
  readonly positions: readonly GlyphPosition[];
  readonly advanceWidth: number;
}

/** OpenType features: tags to switch on, or tags with what to switch them to. */
export type Features = readonly string[] | Readonly<Record<string, boolean>>;

/** A glyph of fontkit's; `_decode` reads its outline's header from the font file, which every subset asks for. */
interface Glyph {
  _decode(): unknown;
}

/** The parts of a fontkit font that layout goes through; `_glyphs` is fontkit's cache of glyphs by number. */
export interface LayoutFont {
  layout(text: string, features?: Features, script?: string): GlyphRun;
  getGlyph(id: number, characters?: readonly number[]): Glyph | null;
  readonly _glyphs: Record<number, unknown>;
}

/** What is known of a font beyond its file. */
export interface LayoutTraits {
  /** Features never applied, though the font would by default. */
  readonly switchedOff: readonly string[];
  /**
   * Whether, with these features off, each printable ASCII character has one glyph and an advance that depends on the
   * next character alone (kerning). A text is then laid out as its pairs are, which asks fontkit once per pair.
   */
  readonly pairwise: boolean;
}

/** Texts remembered per font: some thousands of words, a few megabytes. */
const capacity = 8_000;
/** Longer texts are rarely met twice. */
const longest = 64;

/**
 * Makes a font quick at what it is asked thousands of times per document: pdfmake has each word laid out two to four
 * times (measured, trimmed, drawn), and fontkit walks all of the font's tables for each. Texts are remembered, plain
 * ones put together from pairs. What comes out is what fontkit gives for the text alone, whatever was laid out before.
 *
 * pdfkit scales positions in place, so each caller gets its own.
 *
 * @throws Error where the font is not made as fontkit's are.
 */
export function quickenLayout(font: LayoutFont, { switchedOff, pairwise }: LayoutTraits): void {
  expectFontkit(font);
  separateGlyphsByText(font);
  const layout = font.layout.bind(font);
  const remembered = new Map<string, GlyphRun>();
  const pairs = new Map<string, PairTable>();
  const off = Object.fromEntries(switchedOff.map((tag) => [tag, false]));

  /** fontkit writes into the features that it is given, so they are made anew. */
  function freshLayout(text: string, features: Features | undefined, script?: string): GlyphRun {
    const on = Array.isArray(features) ? Object.fromEntries(features.map((tag: string) => [tag, true])) : features;
    return layout(text, { ...off, ...on }, script);
  }

  function pairTable(features: Features | undefined): PairTable {
    const key = features === undefined ? '' : JSON.stringify(features);
    const table = pairs.get(key) ?? createPairTable((text) => freshLayout(text, features, 'latn'));
    pairs.set(key, table);
    return table;
  }

  font.layout = (text, features) => {
    if (pairwise && plain.test(text)) return pairTable(features)(text);
    if (text.length > longest) return freshLayout(text, features);
    const key = features === undefined ? text : `${text}\n${JSON.stringify(features)}`;
    let run = remembered.get(key);
    if (!run) {
      if (remembered.size >= capacity) remembered.clear();
      run = freshLayout(text, features);
      remembered.set(key, run);
    }
    return glyphRun(run.glyphs, run.positions.map(ownPosition));
  };
}

function expectFontkit(font: LayoutFont): void {
  expectMethod(font, 'layout', 5);
  expectMethod(font, 'getGlyph', 1);
  if (typeof font._glyphs !== 'object') throw new Error('This version of fontkit keeps its glyphs elsewhere.');
}

/** Printable ASCII, and the no-break space of amounts. */
const plain = /^[\x20-\x7e\xa0]+$/;

type PairTable = (text: string) => GlyphRun;

/** Lays texts out by pairs; the script is always Latin, or fontkit would take "12" for none and kern it otherwise. */
function createPairTable(layout: (text: string) => GlyphRun): PairTable {
  const firsts: { readonly glyph: unknown; readonly xAdvance: number }[] = [];
  const firstOf = (text: string, index: number, slot: number) => {
    const { glyphs, positions } = layout(text.slice(index, index + 2));
    return (firsts[slot] = { glyph: glyphs[0], xAdvance: positions[0]?.xAdvance ?? 0 });
  };
  return (text) => {
    const glyphs: unknown[] = [];
    const positions: GlyphPosition[] = [];
    for (let index = 0; index < text.length; index += 1) {
      const next = index + 1 < text.length ? text.charCodeAt(index + 1) : 0;
      const slot = text.charCodeAt(index) * 256 + next;
      const { glyph, xAdvance } = firsts[slot] ?? firstOf(text, index, slot);
      glyphs.push(glyph);
      positions.push({ xAdvance, yAdvance: 0, xOffset: 0, yOffset: 0 });
    }
    return glyphRun(glyphs, positions);
  };
}

function glyphRun(glyphs: readonly unknown[], positions: readonly GlyphPosition[]): GlyphRun {
  return {
    glyphs,
    positions,
    get advanceWidth() {
      let width = 0;
      for (const { xAdvance } of positions) width += xAdvance;
      return width;
    },
  };
}

function ownPosition({ xAdvance, yAdvance, xOffset, yOffset }: GlyphPosition): GlyphPosition {
  return { xAdvance, yAdvance, xOffset, yOffset };
}

/**
 * Keeps glyphs by number and the characters that they stand for. fontkit keeps them by number alone, with the
 * characters they stood for first: what a PDF says about its text would depend on the documents made before it (a
 * no-break space and a space are one glyph).
 */
function separateGlyphsByText(font: LayoutFont): void {
  const getGlyph = font.getGlyph.bind(font);
  const glyphs = new Map<string | number, Glyph | null>();
  font.getGlyph = (id, characters = []) => {
    // One number for the usual glyph, which stands for one character: glyph ids end at 65,535, characters at 0x10ffff.
    const key = characters.length === 1 ? id * 0x11_0000 + (characters[0] ?? 0) : `${id} ${characters.join(' ')}`;
    let glyph = glyphs.get(key);
    if (glyph === undefined) {
      delete font._glyphs[id];
      glyph = getGlyph(id, characters);
      if (glyph) rememberOutline(glyph);
      glyphs.set(key, glyph);
    }
    return glyph;
  };
}

function rememberOutline(glyph: Glyph): void {
  expectMethod(glyph, '_decode', 0);
  const decode = glyph._decode.bind(glyph);
  let outline: { readonly read: unknown } | undefined;
  glyph._decode = () => (outline ??= { read: decode() }).read;
}
