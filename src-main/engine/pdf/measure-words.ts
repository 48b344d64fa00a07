import { createRequire } from 'node:module';
import { expectMethod } from './expect-method.ts';

type Style = Readonly<Record<string, unknown>>;

/** pdfmake's stack of styles: names of styles, and nodes whose properties are styles, the innermost last. */
interface StyleStack {
  readonly styleDictionary: Readonly<Record<string, Style | undefined>>;
  readonly defaultStyle: Style | undefined;
  readonly styleOverrides: readonly (string | Style)[];
}

interface MeasuredFont {
  lineHeight(size: number): number;
  widthOfString(text: string, size: number, features: readonly string[] | null): number;
}

/** pdfmake's measurer of text, as far as it is taught here. */
interface Measurer {
  readonly pdfDocument: { provideFont(family: string, bold: boolean, italics: boolean): MeasuredFont };
  measure(words: readonly Word[], stack: StyleStack): object[];
}

/** A word that is still to be measured; what it says of its own look goes before what its paragraph says. */
interface Word extends Partial<WordStyle> {
  readonly text: string;
  readonly lineEnd?: boolean;
  readonly noNewLine?: boolean;
}

/**
 * The look of a word that nothing speaks of: pdfmake's defaults. The last six no invoice has, and `drawLine` refuses.
 */
const plainStyle = {
  font: 'Roboto',
  bold: false,
  italics: false,
  fontSize: 12,
  fontFeatures: null as readonly string[] | null,
  characterSpacing: 0,
  lineHeight: 1,
  color: 'black' as unknown,
  alignment: 'left',
  noWrap: null as boolean | null,
  link: null as string | null,
  decoration: null as unknown,
  background: null as unknown,
  sup: false,
  sub: false,
  linkToPage: null as unknown,
  linkToDestination: null as unknown,
};
type WordStyle = typeof plainStyle;
const styleNames = Object.keys(plainStyle) as (keyof WordStyle)[];
const isStyleName = new Set<string>(styleNames);

/**
 * Makes pdfmake measure words in a way that gives the same for less: a paragraph's look is put together once, in one
 * walk over what it stands in. pdfmake looks each of some twenty properties up by itself, for each word, through every
 * level: a fifth of the time that a long invoice took.
 *
 * @throws Error where pdfmake has no such method to replace.
 */
export function installMeasure(): void {
  const module = createRequire(import.meta.url)('pdfmake/js/TextInlines.js') as { default: { prototype: Measurer } };
  expectMethod(module.default.prototype, 'measure', 2);
  module.default.prototype.measure = function measureWords(words, stack) {
    const paragraph = styleOf(stack);
    return words.map((word) => measured(word, lookOf(word, paragraph), this.pdfDocument));
  };
}

function lookOf(word: Word, paragraph: WordStyle): WordStyle {
  if (styleNames.every((name) => word[name] === undefined)) return paragraph;
  const own = { ...paragraph };
  take(own, word);
  return own;
}

/** What the innermost says counts; null and undefined say nothing. */
function styleOf({ styleOverrides, styleDictionary, defaultStyle }: StyleStack): WordStyle {
  const result = { ...plainStyle };
  take(result, defaultStyle);
  for (const style of styleOverrides) take(result, typeof style === 'string' ? styleDictionary[style] : style);
  return result;
}

function take(result: Record<string, unknown>, style: object | undefined): void {
  for (const name in style) {
    if (!isStyleName.has(name)) continue;
    const value = (style as Style)[name];
    if (value !== undefined && value !== null) result[name] = value;
  }
}

function measured(word: Word, style: WordStyle, document: Measurer['pdfDocument']) {
  const { text } = word;
  const { fontSize, fontFeatures, characterSpacing } = style;
  const font = document.provideFont(style.font, style.bold, style.italics);
  const widthOf = (part: string): number =>
    part === '' ? 0 : font.widthOfString(part, fontSize, fontFeatures) + characterSpacing * (part.length - 1);
  return {
    ...style,
    font,
    text,
    lineEnd: word.lineEnd,
    noNewLine: word.noNewLine,
    width: font.widthOfString(text, fontSize, fontFeatures) + characterSpacing * (text.length - 1),
    height: font.lineHeight(fontSize) * style.lineHeight,
    leadingCut: widthOf(/^\s+/.exec(text)?.[0] ?? ''),
    trailingCut: widthOf(/\s+$/.exec(text)?.[0] ?? ''),
    x: 0,
  };
}
