import type { ContentImage } from 'pdfmake/interfaces.js';
import { encode } from 'uqr';

/** Light modules that ISO/IEC 18004 wants around a QR code. */
const quietZone = 4;

/**
 * A QR code of `size` points with its quiet zone, error correction M, as a picture of one bit per module. pdfmake's own
 * draws each dark module as a rectangle with a colour and a line style of its own: a third of a small PDF's time.
 */
export function qrCode(value: string, size: number): ContentImage {
  const { data } = encode(value, { ecc: 'M', border: quietZone });
  return {
    image: `data:image/png;base64,${btoa(String.fromCharCode(...bilevelPng(data)))}`,
    width: size,
    height: size,
  };
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A square PNG (ISO/IEC 15948) of one grey bit per pixel, true for black; its few hundred bytes are
 * stored, not deflated.
 */
function bilevelPng(rows: readonly (readonly boolean[])[]): number[] {
  const size = rows.length;
  const pixels = rows.flatMap((row) => [0, ...packed(row)]);
  const zlib = [
    0x78,
    0x01,
    1,
    ...word(pixels.length, 2).toReversed(),
    ...word(~pixels.length & 0xff_ff, 2).toReversed(),
  ];
  return [
    ...pngSignature,
    ...chunk('IHDR', [...word(size, 4), ...word(size, 4), 1, 0, 0, 0, 0]),
    ...chunk('IDAT', [...zlib, ...pixels, ...word(adler32(pixels), 4)]),
    ...chunk('IEND', []),
  ];
}

/** Eight pixels a byte, the first in the highest bit; in a grey PNG 1 is white. */
function packed(row: readonly boolean[]): number[] {
  const bytes: number[] = [];
  for (let x = 0; x < row.length; x += 8) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) if (!row[x + bit]) byte |= 0x80 >> bit;
    bytes.push(byte);
  }
  return bytes;
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...type].map((letter) => letter.charCodeAt(0)).concat(data);
  return [...word(data.length, 4), ...body, ...word(crc32(body), 4)];
}

function word(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => (value >>> (8 * (bytes - 1 - index))) & 0xff);
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}

function adler32(bytes: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
