import type { Content } from 'pdfmake/interfaces.js';

/** Points that a logo may take at most, across and down. */
const fit: [number, number] = [170, 56];

/** Pictures inside an SVG are drawn only when they are in it: never one that must be read or fetched. */
const innerPicture = /^data:image\/(?:png|jpeg);base64,/;

/** A seller's logo from its data URL (PNG, JPEG or SVG), as large as fits. */
export function logoContent(logo: string): Content {
  const svg = logoSvg(logo);
  if (svg === null) return { image: logo, fit };
  const options = {
    imageCallback: (link: string) => (innerPicture.test(link) ? link : ''),
    documentCallback: null,
    warningCallback: () => undefined,
  };
  const content: unknown = { svg, fit, options, font: 'Inter' };
  // pdfmake's published types leave the options of an SVG out.
  return content as Content;
}

/** The text of an SVG logo; null for a logo of another kind. Throws on a damaged encoding. */
export function logoSvg(logo: string): string | null {
  const parts = /^data:image\/svg\+xml(?<form>[^,]*),(?<data>.*)$/s.exec(logo);
  if (!parts?.groups) return null;
  const { form = '', data = '' } = parts.groups;
  if (!form.endsWith(';base64')) return decodeURIComponent(data);
  return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)));
}
