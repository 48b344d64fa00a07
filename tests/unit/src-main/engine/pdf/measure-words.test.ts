import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { installMeasure } from '../../../../../src-main/engine/pdf/measure-words.ts';

interface Stack {
  push(style: string | object): void;
}
type Measure = (this: object, words: object[], stack: Stack) => Record<string, unknown>[];
const require = createRequire(import.meta.url);
const load = <Type>(name: string): Type => (require(`pdfmake/js/${name}.js`) as { default: Type }).default;
const StyleStack = load<new (styles: object, plain: object) => Stack>('StyleContextStack');
const { prototype } = load<{ prototype: { measure: Measure } }>('TextInlines');

const pdfmakes = prototype.measure;
installMeasure();
const ours = prototype.measure;
prototype.measure = pdfmakes;
afterAll(() => {
  prototype.measure = pdfmakes;
});

/** A font whose widths tell everything that they were asked with. */
const fontOf = (name: string, size: number) => ({
  widthOfString: (text: string, fontSize: number, features: readonly string[] | null) =>
    text.length * fontSize * size + (features?.length ?? 0),
  lineHeight: (fontSize: number) => fontSize * size,
  name,
});
const fonts = new Map<string, object>();
const measurer = {
  ...prototype,
  widthOfText: (prototype as unknown as { widthOfText: unknown }).widthOfText,
  pdfDocument: {
    provideFont(family: string, bold: boolean, italics: boolean) {
      const key = `${family} ${bold} ${italics}`;
      const font = fonts.get(key) ?? fontOf(key, 1 + fonts.size / 8);
      fonts.set(key, font);
      return font;
    },
  },
};

const look = fc.record(
  {
    font: fc.constantFrom('Inter', 'NotoSansSC', null),
    bold: fc.boolean(),
    fontSize: fc.constantFrom(8, 9.5, 12),
    fontFeatures: fc.constantFrom(['tnum'], null),
    characterSpacing: fc.constantFrom(0, 0.4),
    lineHeight: fc.constantFrom(1, 1.3),
    color: fc.constantFrom('#16201c', undefined),
    alignment: fc.constantFrom('left', 'right'),
    noWrap: fc.boolean(),
    link: fc.constantFrom('https://pay.example', null),
    background: fc.constantFrom('#ffffff', null),
    margin: fc.constant([0, 1, 0, 0]),
  },
  { requiredKeys: [] },
);
const word = fc.tuple(fc.constantFrom('Design ', ' and', 'x', '  ', '', '1,200.00', 'a\u00a0b\t'), look);

test('words measure as pdfmake measures them, whatever they stand in', () => {
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 4 }),
      fc.array(fc.oneof(look, fc.constantFrom('small', 'title', 'none'))),
      look,
      (words, levels, plain) => {
        const stack = new StyleStack({ small: { fontSize: 8, color: '#5d6a64' }, title: { bold: true } }, plain);
        for (const level of levels) stack.push(level);
        const made = () => words.map(([text, own]) => ({ text, ...own }));
        const expected = pdfmakes.call(measurer, made(), stack);
        const measured = ours.call(measurer, made(), stack);
        expect(measured).toHaveLength(words.length);
        for (const [index, inline] of measured.entries())
          expect(expected[index]).toMatchObject(withoutOwnPlace(inline));
      },
    ),
  );
});

test.each([
  ['none', undefined],
  ['one of other parameters', (words: object[]) => words.map(() => ({}))],
])('a pdfmake whose method is another is refused: %s', (_, measure) => {
  Object.assign(prototype, { measure });
  expect(installMeasure).toThrow('its method "measure" of 2 parameters');
  prototype.measure = pdfmakes;
});

/** What pdfmake sets only later or only where it is so. */
function withoutOwnPlace({
  x: _x,
  bold: _bold,
  italics: _italics,
  lineHeight: _lineHeight,
  ...inline
}: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(inline).filter(([, value]) => value !== undefined));
}
