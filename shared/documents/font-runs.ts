/** The families that a document is set in; the side that renders maps each to font files. */
export const fontFamilies = [
  'Inter',
  'NotoSansSC',
  'NotoSansJP',
  'NotoSansKR',
  'NotoSansArabic',
  'NotoSansHebrew',
  'NotoEmoji',
] as const;
/** A font family that the PDFs can be set in. */
export type FontFamily = (typeof fontFamilies)[number];

/** A stretch of text that one family can print. */
export interface FontRun {
  readonly text: string;
  readonly font: FontFamily;
}

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const hangul = /\p{Script=Hangul}/u;
const han = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const arabic = /\p{Script=Arabic}/u;
const hebrew = /\p{Script=Hebrew}/u;
const emoji = /(?![0-9#*])[\p{Emoji}\p{Extended_Pictographic}]/u;
/** Joiners, variation selectors and skin tones belong to an emoji or to nothing that can be printed. */
const invisible =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\p{Variation_Selector}\p{Emoji_Modifier}]/gu;
const legible = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

/** Tells whether a family has a glyph for a character; the side that renders knows. */
export type FontCoverage = (font: FontFamily, character: string) => boolean;

/**
 * Which family a text asks for its Han characters, if it says: the same code point is drawn differently in Japan, Korea
 * and China, so kana chooses the Japanese font and Hangul the Korean one.
 */
export function hanFontOf(text: string): FontFamily | undefined {
  if (kana.test(text)) return 'NotoSansJP';
  return hangul.test(text) ? 'NotoSansKR' : undefined;
}

/**
 * Splits text into runs of one family each. Spaces and digits stay with the run before them; a character that its
 * family lacks takes the first family that has it, and one that none has is printed as U+FFFD, never as nothing.
 */
export function fontRuns(text: string, hanFont: FontFamily, covers: FontCoverage): FontRun[] {
  const runs: { text: string; font: FontFamily }[] = [];
  for (const character of text.replace(invisible, '')) {
    const last = runs.at(-1);
    const wanted = fontOf(character, hanFont) ?? last?.font ?? 'Inter';
    const font =
      isPlain(character) || covers(wanted, character)
        ? wanted
        : fontFamilies.find((family) => covers(family, character));
    const printed = font ? character : '\ufffd';
    if (last?.font === (font ?? 'Inter')) last.text += printed;
    else runs.push({ text: printed, font: font ?? 'Inter' });
  }
  return runs;
}

/**
 * ASCII and white space, which every family holds: asked of no font, for this is nearly all of nearly every invoice.
 */
function isPlain(character: string): boolean {
  return character <= '\u007f' || character === '\u00a0';
}

/** The family of a character that has one of its own; undefined for what every family holds (spaces, digits, marks). */
function fontOf(character: string, hanFont: FontFamily): FontFamily | undefined {
  if (isPlain(character)) return /\s/.test(character) ? undefined : 'Inter';
  if (legible.test(character)) return 'Inter';
  if (kana.test(character)) return 'NotoSansJP';
  if (hangul.test(character)) return 'NotoSansKR';
  if (han.test(character)) return hanFont;
  if (arabic.test(character)) return 'NotoSansArabic';
  if (hebrew.test(character)) return 'NotoSansHebrew';
  return emoji.test(character) && character > '\u2190' ? 'NotoEmoji' : 'Inter';
}
