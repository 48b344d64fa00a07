import { expect, test } from 'vitest';
import { visualLine, type Inline } from '../../../../../src-main/engine/pdf/visual-line.ts';

/** Words of one point per character, in a font of the script of their first letter, as pdfmake would place them. */
function line(...words: string[]): Inline[] {
  let x = 10;
  return words.map((text) => {
    const inline = {
      text,
      x,
      width: text.length,
      font: fonts[/\p{Script=Hebrew}/u.test(text) ? 1 : 0],
      fontSize: 10,
      color: '#000',
    };
    x += text.length;
    return inline;
  });
}
const font = { widthOfString: (text: string) => text.length };
const fonts = [font, { ...font }] as const;
/** What is drawn, left to right; letters of a Hebrew word are turned by the font, so a word is told as typed. */
const drawn = (inlines: readonly Inline[]) => inlines.map(({ text }) => text.trim()).filter((text) => text !== '');

test('words from left to right that look alike become one text', () => {
  const [one, ...others] = visualLine(line('Design ', 'of ', 'a ', 'page'));
  expect(one).toMatchObject({ text: 'Design of a page', x: 10, width: 16 });
  expect(others).toEqual([]);
});

test('words that look different stay apart', () => {
  const words = line('one ', 'two');
  const other = words.map((word, index) => (index === 1 ? { ...word, color: '#fff' } : word));
  expect(visualLine(other)).toHaveLength(2);
});

test('words from right to left are in visual order, numbers and brackets among them', () => {
  expect(drawn(visualLine(line('שלום ', 'עולם')))).toEqual(['עולם', 'שלום']);
  expect(drawn(visualLine(line('אתר ', '(', 'גרסה ', '2), ', 'שלום')))).toEqual(
    ['שלום', ',(', '2', 'גרסה', ')', 'אתר'].map(turned),
  );
  expect(drawn(visualLine(line('For ', 'שלום ', 'עולם ', 'today')))).toEqual(['For', 'עולם', 'שלום', 'today']);
});

test('nothing overlaps and nothing is lost', () => {
  const words = line('אתר ', '(', 'גרסה ', '2), ', 'abc ', 'def');
  const out = visualLine(words);
  let x = 10;
  for (const inline of out) {
    expect(inline.x).toBe(x);
    x += inline.width;
  }
  expect(x).toBe(10 + words.reduce((sum, word) => sum + word.width, 0));
});

test('the line itself is left as it was, for it may be drawn again', () => {
  const words = line('שלום ', '(2)');
  const before = words.map((word) => ({ ...word }));
  visualLine(words);
  expect(words).toEqual(before);
});

test('break opportunities are not drawn', () => {
  expect(drawn(visualLine(line('https://\u200bpay.\u200b', 'example')))).toEqual(['https://pay.example']);
});

/** Signs between two stretches from right to left are drawn turned and mirrored. */
function turned(text: string): string {
  return text === ',(' ? ',(' : text === ')' ? ')' : text;
}
