import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fontRuns, hanFontOf, type FontFamily } from '../../../../shared/documents/font-runs.ts';

const everything = () => true;
const families = (text: string, han: FontFamily = 'NotoSansSC') =>
  fontRuns(text, han, everything).map((run) => run.font);

describe('text is split into runs of one font', () => {
  test('Latin, Greek, Cyrillic and Vietnamese are one run', () => {
    expect(families('Design Ψηφιακό Дизайн Ứng dụng 12.50')).toEqual(['Inter']);
  });

  test('each script that Inter lacks takes its own', () => {
    expect(families('abc ウェブ')).toEqual(['Inter', 'NotoSansJP']);
    expect(families('웹 디자인')).toEqual(['NotoSansKR']);
    expect(families('网站')).toEqual(['NotoSansSC']);
    expect(families('تصميم')).toEqual(['NotoSansArabic']);
    expect(families('עיצוב')).toEqual(['NotoSansHebrew']);
    expect(families('🎉')).toEqual(['NotoEmoji']);
  });

  test('Han characters follow the language that the text gives away', () => {
    expect(hanFontOf('直す')).toBe('NotoSansJP');
    expect(hanFontOf('漢字 한자')).toBe('NotoSansKR');
    expect(hanFontOf('网站设计')).toBeUndefined();
    expect(families('直', 'NotoSansJP')).toEqual(['NotoSansJP']);
  });

  test('what no font can draw is printed as a mark, and everything else as it is', () => {
    expect(
      fontRuns('a𓀀b', 'NotoSansSC', (_, character) => character !== '𓀀')
        .map((run) => run.text)
        .join(''),
    ).toBe('a\ufffdb');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab 1Ω日本한ا') }), (text) => {
        const runs = fontRuns(text, 'NotoSansSC', everything);
        expect(runs.map((run) => run.text).join('')).toBe(text);
        for (const [index, run] of runs.entries()) expect(run.font).not.toBe(runs[index + 1]?.font);
      }),
    );
  });
});
