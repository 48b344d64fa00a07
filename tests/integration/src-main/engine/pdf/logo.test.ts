import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { isUsableLogo } from '../../../../../src-main/engine/pdf/is-usable-logo.ts';
import { renderInvoicePdf } from '../../../../../src-main/engine/pdf/render-invoice-pdf.ts';
import { samplePdfInput } from '../../../../helpers/sample-invoice.ts';
import { pdfText } from './read-pdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'logo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const withLogo = (logo: string | null) => renderInvoicePdf(samplePdfInput({}, { logo }));
const picture = png(120, 40, 6);
// A baseline JPEG of one grey pixel.
const jpeg =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=';
const usable = {
  'PNG with transparency': url('png', picture),
  'PNG without': url('png', png(120, 40, 2)),
  JPEG: `data:image/jpeg;base64,${jpeg}`,
  SVG: svg('<rect width="60" height="60" fill="#0f6b4f"/>'),
  'SVG, percent-encoded': `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>')}`,
};

describe('usable', () => {
  test.each(Object.entries(usable))('%s is printed', async (_, logo) => {
    expect(isUsableLogo(logo)).toBe(true);
    const pdf = await withLogo(logo);
    expect(Buffer.from(pdf).equals(await withLogo(null))).toBe(false);
    expect(Buffer.from(pdf).equals(await withLogo(logo))).toBe(true);
    expect(pdfText(pdf)).toContain('INV-2026-0001');
  });

  test('text in an SVG is set in a font of the document', async () => {
    expect(pdfText(await withLogo(svg('<text x="1" y="40" font-size="20">Lindqvist Wordmark</text>')))).toContain(
      'Lindqvist Wordmark',
    );
  });
});

const broken = {
  'nothing in it': 'data:image/png;base64,',
  'not a data URL': '/etc/hostname',
  'an address': 'https://example.com/logo.png',
  'another type': 'data:text/html;base64,PGI+',
  'a PNG cut short': url('png', picture.subarray(0, picture.length >> 1)),
  'a PNG with spoilt pixels': url('png', png(120, 40, 6, Buffer.from('no deflate stream'))),
  'a PNG with too few pixels': url('png', png(120, 40, 6, deflateSync(Buffer.alloc(10)))),
  'a PNG of no size': url('png', png(0, 0, 6)),
  'a PNG that unpacks without end': url('png', png(60_000, 60_000, 6, deflateSync(Buffer.alloc(1_000_000)))),
  'a PNG named JPEG': url('jpeg', picture),
  'a JPEG cut short': `data:image/jpeg;base64,${jpeg.slice(0, 24)}`,
  'text named PNG': url('png', Buffer.from('hello, this is not a picture')),
  'an SVG cut short': svg('<rect', ''),
  'an SVG without a size': 'data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=',
  'an SVG with entities': url(
    'svg+xml',
    Buffer.from(
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg viewBox="0 0 9 9"><text>&x;</text></svg>',
    ),
  ),
  'spoilt base64': 'data:image/svg+xml;base64,%%%',
};

test.each(Object.entries(broken))('%s: the invoice comes without a logo', async (_, logo) => {
  const pdf = await withLogo(logo);
  expect(Buffer.from(pdf).equals(await withLogo(null))).toBe(true);
});

test.each(Object.entries(broken))('%s is not usable', (_, logo) => {
  expect(isUsableLogo(logo)).toBe(false);
});

describe('nothing is read or fetched', () => {
  test('pictures and references in an SVG that lie in a file', async () => {
    const file = join(folder, 'secret.png');
    writeFileSync(file, png(300, 300, 2));
    const pointingAt = (path: string): Promise<Uint8Array> =>
      withLogo(
        svg(`<image href="${path}" width="60" height="60"/><image href="file://${path}" width="9" height="9"/>`),
      );
    const [there, nowhere] = [await pointingAt(file), await pointingAt(`${file}.missing`)];
    expect(Buffer.from(there).equals(nowhere)).toBe(true);
  });

  test('addresses in a logo and in every text', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    try {
      await withLogo(`${base}/logo.png`);
      await withLogo(
        svg(
          `<image href="${base}/image.png" width="9" height="9"/><use href="${base}/use.svg#a"/><style>@import url(${base}/css)</style>`,
        ),
      );
      await renderInvoicePdf(
        samplePdfInput({ notes: `${base}/notes.png data:image/png;base64,AAAA`, terms: `image: ${base}/terms` }),
      );
    } finally {
      await new Promise((done) => server.close(done));
    }
    expect(asked).toEqual([]);
  });
});

function url(type: string, bytes: Buffer): string {
  return `data:image/${type};base64,${bytes.toString('base64')}`;
}

function svg(body: string, end = '</svg>'): string {
  return url('svg+xml', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">${body}${end}`));
}

/** A PNG of one colour; `type` 2 is RGB, 6 is RGB with transparency. */
function png(width: number, height: number, type: 2 | 6, pixels?: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, type], 8);
  const data = pixels ?? deflateSync(Buffer.alloc((width * (type === 6 ? 4 : 3) + 1) * height, 0));
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
