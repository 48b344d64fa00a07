import { inflateSync } from 'node:zlib';
import { logoSvg } from '../../../shared/documents/pdf-logo.ts';

/**
 * Tells whether a data URL holds a PNG, JPEG or SVG that can be printed: of that kind, whole, and with a size. What it
 * refuses is left out of a PDF, whose invoice comes all the same.
 */
export function isUsableLogo(logo: string): boolean {
  try {
    if (logo.startsWith('data:image/svg+xml')) return isSvg(logoSvg(logo) ?? '');
    const parts = /^data:image\/(?<kind>png|jpeg);base64,(?<data>[A-Za-z0-9+/=\s]+)$/.exec(logo);
    const bytes = Buffer.from(parts?.groups?.['data'] ?? '', 'base64');
    return parts?.groups?.['kind'] === 'png' ? isPng(bytes) : isJpeg(bytes);
  } catch {
    return false;
  }
}

/**
 * Whether there is a whole root with a size; pdfmake reads the rest. A document type could declare
 * entities: none is taken.
 */
function isSvg(text: string): boolean {
  const root = /<svg\b[^>]*>/.exec(text)?.[0] ?? '';
  const sized = /\bviewBox\s*=/.test(root) || (/\bwidth\s*=/.test(root) && /\bheight\s*=/.test(root));
  return sized && /<\/svg>\s*$/.test(text) && !/<!(?:DOCTYPE|ENTITY)/i.test(text);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples per pixel by PNG colour type. */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Unpacked bytes of a picture: 40 million, far beyond a logo, stops a small file that unpacks without end. */
const largest = 40_000_000;

/** The pixels are unpacked here because pdfkit unpacks them where no error can be caught. */
function isPng(bytes: Buffer): boolean {
  if (!bytes.subarray(0, 8).equals(signature)) return false;
  const data: Buffer[] = [];
  let expected = 0;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (body.length < length) return false;
    if (type === 'IHDR') expected = unpackedSize(body);
    if (type === 'IDAT') data.push(body);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  if (expected <= 0 || expected > largest || data.length === 0) return false;
  return inflateSync(Buffer.concat(data), { maxOutputLength: largest * 2 }).length >= expected;
}

/** At least so many bytes the pixels have, by the header; 0 for what cannot be. */
function unpackedSize(header: Buffer): number {
  const [width, height, depth] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8] ?? 0];
  const perPixel = depth * (samples[header[9] ?? -1] ?? 0);
  return ![1, 2, 4, 8, 16].includes(depth) ? 0 : Math.ceil((width * perPixel) / 8) * height;
}

/** Walks the segments to the frame header (ISO/IEC 10918-1, SOF0 to SOF2, those that PDF's DCTDecode takes). */
function isJpeg(bytes: Buffer): boolean {
  if (bytes.readUInt16BE(0) !== 0xff_d8) return false;
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker < 0xff_c0) return false;
    if (marker <= 0xff_c2) return bytes.readUInt16BE(at + 5) > 0 && bytes.readUInt16BE(at + 7) > 0;
  }
  return false;
}
