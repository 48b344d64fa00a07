import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fontFamilies, type FontFamily } from '../../../../../shared/documents/font-runs.ts';
import { fontFile } from '../../../../../src-main/engine/pdf/font-files.ts';
import { quickenLayout, type GlyphRun, type LayoutFont } from '../../../../../src-main/engine/pdf/font-layout.ts';

interface Fontkit {
  create(bytes: Uint8Array): LayoutFont;
}
const load = createRequire(import.meta.url);
const pdfkit = load.resolve('pdfkit', { paths: [load.resolve('pdfmake')] });
const fontkit = createRequire(pdfkit)('fontkit') as Fontkit;
const open = (family: FontFamily, face: 'normal' | 'bold'): LayoutFont =>
  fontkit.create(readFileSync(fontFile(family, face)));

/** What a PDF takes from a run: glyph numbers, what they stand for, and where they are. */
function drawn({ glyphs, positions, advanceWidth }: GlyphRun) {
  const told = glyphs.map((glyph) => {
    const { id, codePoints } = glyph as { id: number; codePoints: number[] };
    return { id, codePoints };
  });
  return {
    told,
    places: positions.map(({ xAdvance, xOffset, yOffset }) => ({ xAdvance, xOffset, yOffset })),
    advanceWidth,
  };
}

describe.each(['normal', 'bold'] as const)('Inter, %s', (face) => {
  const quick = open('Inter', face);
  quickenLayout(quick, { switchedOff: ['calt'], pairwise: true });
  const plain = open('Inter', face);
  const text = fc.string({
    unit: fc.constantFrom(...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), '\u00a0'),
    minLength: 1,
    maxLength: 24,
  });

  test.each([[undefined], [['tnum']]])('pairs and memory give what fontkit gives, features %j', (features) => {
    fc.assert(
      fc.property(text, (words) => {
        const asked = { calt: false, ...(features ? { tnum: true } : {}) };
        for (const glyph of Object.keys(plain._glyphs)) delete plain._glyphs[Number(glyph)];
        const expected = drawn(plain.layout(words, asked, 'latn'));
        expect(drawn(quick.layout(words, features))).toEqual(expected);
        expect(drawn(quick.layout(words, features))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(fontFamilies.slice(1))('%s', (family) => {
  const words = {
    NotoSansSC: '网站设计 (2)',
    NotoSansJP: 'ロゴ一式',
    NotoSansKR: '결제 페이지',
    NotoSansArabic: 'تصميم الموقع',
    NotoSansHebrew: 'שָׁלוֹם',
    NotoEmoji: '🚀🎨',
    Inter: '',
  };

  test('memory gives what fontkit gives, whatever was asked before', () => {
    const quick = open(family, 'normal');
    quickenLayout(quick, { switchedOff: [], pairwise: false });
    const expected = drawn(open(family, 'normal').layout(words[family]));
    quick.layout(`\u00a0${words[family]}`);
    expect(drawn(quick.layout(words[family]))).toEqual(expected);
    expect(drawn(quick.layout(words[family]))).toEqual(expected);
  });
});

test('a caller that scales its positions leaves the next one its own', () => {
  const font = open('NotoSansSC', 'normal');
  quickenLayout(font, { switchedOff: [], pairwise: false });
  const first = font.layout('网站');
  const before = drawn(first);
  for (const position of first.positions) position.xAdvance *= 0.5;
  expect(first.advanceWidth).toBe(before.advanceWidth / 2);
  expect(drawn(font.layout('网站'))).toEqual(before);
});
