import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fontRuns, hanFontOf } from '../../../../shared/documents/font-runs.ts';

const all = () => true;

test('each script gets its family; spaces stay with the run before them', () => {
  const runs = fontRuns('Logo ロゴ 网 결제 שלום תصمم 🚀', 'NotoSansJP', all);
  expect(runs.map(({ font }) => font)).toEqual(
    expect.arrayContaining(['Inter', 'NotoSansJP', 'NotoSansKR', 'NotoSansHebrew', 'NotoSansArabic', 'NotoEmoji']),
  );
  expect(runs[0]).toEqual({ text: 'Logo ', font: 'Inter' });
});

test('kana and Hangul choose the font of the Han characters beside them', () => {
  expect(hanFontOf('東京の')).toBe('NotoSansJP');
  expect(hanFontOf('서울 東')).toBe('NotoSansKR');
  expect(hanFontOf('北京')).toBeUndefined();
});

test('nothing that can be printed is lost, and what no font has is shown as unknown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const joined = fontRuns(text, 'NotoSansSC', all)
        .map((run) => run.text)
        .join('');
      const visible = text.replace(
        /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\p{Variation_Selector}\p{Emoji_Modifier}]/gu,
        '',
      );
      expect(joined).toBe(visible);
    }),
  );
  expect(fontRuns('\u{10fffd}', 'NotoSansSC', () => false)).toEqual([{ text: '\ufffd', font: 'Inter' }]);
});
