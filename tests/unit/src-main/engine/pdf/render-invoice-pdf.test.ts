import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, describe, expect, test } from 'vitest';
import type { InvoicePdfInput } from '../../../../../shared/documents/invoice-pdf-input.ts';
import { createPdfRenderer } from '../../../../../src-main/engine/pdf/create-pdf-renderer.ts';
import { sampleLine, samplePdfInput } from '../../../../helpers/sample-invoice.ts';

const renderer = createPdfRenderer();
afterAll(() => renderer.close());

/** The text of each page, as a reader would copy it. */
async function pagesOf(input: InvoicePdfInput): Promise<string[]> {
  const task = getDocument({ data: await renderer.renderInvoice(input), verbosity: 0 });
  const pdf = await task.promise;
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await task.destroy();
  return pages;
}

const squeezed = async (input: InvoicePdfInput) => (await pagesOf(input)).join('').replace(/\s+/g, '');
const count = (text: string, part: string) => text.split(part).length - 1;

describe('the PDF of an invoice', () => {
  test('is one small page, the same bytes each time', async () => {
    const [first, second] = [
      await renderer.renderInvoice(samplePdfInput()),
      await renderer.renderInvoice(samplePdfInput()),
    ];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(first.length).toBeLessThan(60_000);
    expect(await pagesOf(samplePdfInput())).toHaveLength(1);
  });

  test('names parties, sums, dates, the way to pay and the fingerprint', async () => {
    const text = await squeezed(samplePdfInput({ notes: 'Thank you.', purchaseOrder: 'PO-77' }));
    for (const part of [
      'AdaLindqvistStudio',
      'NorthwindTradersGmbH',
      'Friedrichstraße44',
      'INV-2026-0001',
      '31January2027',
    ])
      expect(text).toContain(part);
    for (const part of [
      'USD1,200.00',
      '1,200.004711',
      '0x52908400098527886E0F7030069857D2E4169EE7',
      '3167784C40F34D67',
      'PO-77',
    ])
      expect(text).toContain(part);
  });

  test('names on each network only the tokens that are taken there', async () => {
    const input = samplePdfInput();
    const text = await squeezed(input);
    for (const option of input.terms?.options ?? []) expect(text).toContain(option.symbol);
    expect(text).toContain('OnBase:USDCOn');
  });

  test('carries totals over pages, repeats the headings and numbers the pages', async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      sampleLine({ id: `l${index}`, description: `Task ${index}` }),
    );
    const pages = await pagesOf(samplePdfInput({ lines }));
    expect(pages.length).toBeGreaterThan(1);
    const before = pages[0]?.match(/Task \d+/g)?.length ?? 0;
    expect(pages[0]).toMatch(/Carried forward/);
    expect(pages[0]?.replace(/\s+/g, '')).toContain(`USD${(before * 100).toLocaleString('en')}.00`);
    expect(pages[1]).toContain('DESCRIPTION');
    expect(pages[0]).toContain(`Page 1 of ${pages.length}`);
    expect(pages.at(-1)).not.toContain('Carried forward');
  });

  test('loses nothing of a description, a name or a note that is far too long', async () => {
    const words = await squeezed(
      samplePdfInput({ lines: [sampleLine({ description: 'word '.repeat(1999) }), sampleLine()] }),
    );
    expect(count(words, 'word')).toBe(1999);
    const input = samplePdfInput({ lines: [sampleLine({ description: 'W'.repeat(3000) })], notes: '§'.repeat(9000) });
    const text = await squeezed(input);
    expect(count(text, 'W')).toBeGreaterThanOrEqual(3000);
    expect(count(text, '§')).toBe(9000);
    const named = samplePdfInput();
    const buyer = { ...named.invoice.buyer, name: 'Ñ'.repeat(300), address: 'Lane\n'.repeat(140).trim() };
    const long = await squeezed({ ...named, invoice: { ...named.invoice, buyer } });
    expect(count(long, 'Ñ')).toBe(300);
    expect(count(long, 'Lane')).toBe(140);
  });

  test.each(['Ψηφιακό', 'Дизайн', 'Ứngdụng', '网站设计', 'ウェブ直', '웹디자인', '<b>&"'])(
    'prints %s',
    async (script) => {
      expect(await squeezed(samplePdfInput({ lines: [sampleLine({ description: script })] }))).toContain(script);
    },
  );

  test('prints right-to-left text, emoji and unknown scripts without failing', async () => {
    const lines = ['تصميم', 'עיצוב', '🎉👩‍👩‍👧 👍🏽', '𓀀 ᚠ'].map((description) => sampleLine({ description }));
    expect(await pagesOf(samplePdfInput({ lines }))).toHaveLength(1);
  });
});
