import { createRequire } from 'node:module';
import type { FontFamily } from '../../../shared/documents/font-runs.ts';

const require = createRequire(import.meta.url);

const faces: Record<FontFamily, { readonly normal: string; readonly bold: string }> = {
  Inter: { normal: 'inter/400Regular/Inter_400Regular.ttf', bold: 'inter/600SemiBold/Inter_600SemiBold.ttf' },
  NotoSansSC: noto('noto-sans-sc', 'NotoSansSC'),
  NotoSansJP: noto('noto-sans-jp', 'NotoSansJP'),
  NotoSansKR: noto('noto-sans-kr', 'NotoSansKR'),
  NotoSansArabic: noto('noto-sans-arabic', 'NotoSansArabic'),
  NotoSansHebrew: noto('noto-sans-hebrew', 'NotoSansHebrew'),
  NotoEmoji: noto('noto-emoji', 'NotoEmoji'),
};

function noto(folder: string, name: string): { normal: string; bold: string } {
  return {
    normal: `${folder}/400Regular/${name}_400Regular.ttf`,
    bold: `${folder}/600SemiBold/${name}_600SemiBold.ttf`,
  };
}

/** The path of the font file of a family, regular or bold (semi-bold), from the font packages that the app ships. */
export function fontFile(family: FontFamily, face: 'normal' | 'bold'): string {
  return require.resolve(`@expo-google-fonts/${faces[family][face]}`);
}
