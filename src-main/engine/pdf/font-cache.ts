import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fontFamilies, type FontCoverage } from '../../../shared/documents/font-runs.ts';
import { fontFile } from './font-files.ts';
import { quickenLayout, type LayoutFont } from './font-layout.ts';

/** A parsed font, as fontkit makes it; pdfkit alone looks further inside. */
interface ParsedFont extends LayoutFont {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
}

interface Fontkit {
  create(bytes: Uint8Array): ParsedFont;
  registerFormat(format: {
    new (stream: { readonly buffer: Uint8Array }): ParsedFont;
    probe(bytes: Uint8Array): boolean;
  }): void;
}

/** What pdfmake is given in place of a font file: four bytes that no font begins with, then the font's number. */
const magic = [0x51, 0x46, 0x4e, 0x54];

/** Fonts for pdfmake that are parsed once per process. */
export interface CachedFonts {
  /** What to give pdfmake as font files, by the names that {@link fontDescriptors} uses. */
  readonly handles: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly covers: FontCoverage;
}

/**
 * Makes handles, to be given to pdfmake as font files, whose fonts are read and parsed once per
 * process, when first used.
 *
 * pdfkit parses every font anew for every document, which is most of a small PDF's time. fontkit lets formats be
 * registered; ours recognises a handle in place of a font's bytes and answers with the font parsed before. Parsed fonts
 * hold no state of a document: subsets are made per document by pdfkit.
 */
export function registerCachedFonts(): CachedFonts {
  const fontkit = requireFontkitOfPdfkit();
  const files = fontFamilies.flatMap((family) => [fontFile(family, 'normal'), fontFile(family, 'bold')]);
  const parsed: (ParsedFont | undefined)[] = [];
  const fontAt = (index: number): ParsedFont => (parsed[index] ??= openFont(fontkit, files[index] ?? '', index));

  fontkit.registerFormat(
    class FontHandle implements ParsedFont {
      declare hasGlyphForCodePoint: ParsedFont['hasGlyphForCodePoint'];
      declare layout: ParsedFont['layout'];
      declare getGlyph: ParsedFont['getGlyph'];
      declare readonly unitsPerEm: number;
      declare readonly ascent: number;
      declare readonly descent: number;
      declare readonly _glyphs: ParsedFont['_glyphs'];
      static probe(bytes: Uint8Array): boolean {
        return bytes.length === magic.length + 1 && magic.every((byte, index) => bytes[index] === byte);
      }
      constructor(stream: { readonly buffer: Uint8Array }) {
        return fontAt(stream.buffer[magic.length] ?? 0);
      }
    },
  );
  return {
    handles: files.map((_, index) => ({ name: fontHandleName(index), bytes: Uint8Array.of(...magic, index) })),
    covers: (family, character) =>
      fontAt(fontFamilies.indexOf(family) * 2).hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
  };
}

/**
 * Inter's contextual alternates are switched off. They redraw what was typed ("->" becomes an arrow, the x of "3x4" a
 * multiplication sign), which an invoice must not do; they are also most of the time that its layout takes.
 */
function openFont(fontkit: Fontkit, file: string, index: number): ParsedFont {
  const font = fontkit.create(readFileSync(file));
  const inter = fontFamilies[Math.floor(index / 2)] === 'Inter';
  quickenLayout(font, { switchedOff: inter ? ['calt'] : [], pairwise: inter });
  if (!inter) takeLineHeight(font);
  return font;
}

/** Above and below the baseline, in ems, in Inter. */
const lineHeight = { ascent: 0.96875, descent: -0.2412 };

/** Gives a font Inter's line, so that a row with a word in another script is as high as the others, on one baseline. */
function takeLineHeight(font: ParsedFont): void {
  Object.defineProperty(font, 'ascent', { value: lineHeight.ascent * font.unitsPerEm });
  Object.defineProperty(font, 'descent', { value: lineHeight.descent * font.unitsPerEm });
}

/** Font descriptors for pdfmake that name the handles of {@link registerCachedFonts} in its virtual file system. */
export function fontDescriptors(): Record<string, { normal: string; bold: string }> {
  return Object.fromEntries(
    fontFamilies.map((family, index) => [
      family,
      { normal: fontHandleName(index * 2), bold: fontHandleName(index * 2 + 1) },
    ]),
  );
}

function fontHandleName(index: number): string {
  return `quittance-font-${index}`;
}

/** pdfkit's own copy of fontkit: another copy would not see what is registered here. */
function requireFontkitOfPdfkit(): Fontkit {
  const require = createRequire(
    createRequire(import.meta.url).resolve('pdfkit', { paths: [createRequire(import.meta.url).resolve('pdfmake')] }),
  );
  return require('fontkit') as Fontkit;
}
