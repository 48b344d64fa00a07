import { crc32, inflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrCode } from '../../../../shared/documents/pdf-qr.ts';

test.each([
  'short',
  'https://pay.quittance.example/i/Zk3Yq0w1T9uX2bV7cN5mLg#__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5',
  'x'.repeat(900),
])('the picture is a sound PNG of the code with its quiet zone', (value) => {
  const { image, width, height } = qrCode(value, 104);
  expect([width, height]).toEqual([104, 104]);
  const png = Buffer.from(image.split(',')[1] ?? '', 'base64');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
  }
  const { data, size } = encode(value, { ecc: 'M', border: 4 });
  expect(chunks.get('IHDR')?.readUInt32BE(0)).toBe(size);
  // Inflating checks the Adler-32 sum too.
  const pixels = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const stride = Math.ceil(size / 8) + 1;
  const dark = data.map((_, y) =>
    Array.from({ length: size }, (__, x) => ((pixels[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0),
  );
  expect(dark).toEqual(data);
});
