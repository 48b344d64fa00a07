import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentMoney } from '../../../../../shared/documents/document-format.ts';
import { renderInvoicePdf } from '../../../../../src-main/engine/pdf/render-invoice-pdf.ts';
import type { LineDraft } from '../../../../../shared/invoice/invoice-draft.ts';
import { sampleBuyer, sampleInvoice, sampleLine, samplePdfInput } from '../../../../helpers/sample-invoice.ts';
import { pdfFonts, pdfPages, pdfText } from './read-pdf.ts';

const scripts = {
  Latin: 'Café Zürich – “naïve” façade',
  Greek: 'Σχεδιασμός ιστοσελίδας',
  Cyrillic: 'Разработка сайта',
  Vietnamese: 'Thiết kế giao diện người dùng',
  Japanese: 'ロゴデザイン一式',
  Chinese: '网站界面设计',
  Korean: '결제 페이지',
  Hebrew: 'שלום',
  Arabic: 'تصميم',
  addresses: '0x52908400098527886E0F7030069857D2E4169EE7',
  arrows: 'a -> b, 3x4 != 12',
};

function manyLines(count: number): LineDraft[] {
  return Array.from({ length: count }, (_, index) =>
    sampleLine({
      id: `line-${index}`,
      taxCategory: 'S',
      taxRate: index % 3 === 0 ? '12' : '25',
      description: `Item ${index + 1}${index % 7 === 0 ? ' with a description long enough to need a second line in its column of the table' : ''}`,
      quantity: String(1 + (index % 5)),
      unitPrice: `${20 + index}.50`,
    }),
  );
}

describe('text', () => {
  test.each(Object.entries(scripts))('%s can be read back', async (_, words) => {
    const pdf = await renderInvoicePdf(samplePdfInput({ lines: [sampleLine({ description: words })] }));
    // Poppler writes direction marks around text from right to left.
    expect(
      pdfText(pdf)
        .replace(/[\u202a-\u202e]/g, '')
        .normalize('NFC'),
    ).toContain(words.normalize('NFC'));
  });

  test('every fact of an invoice is there', async () => {
    const input = samplePdfInput({
      lines: [
        sampleLine({
          taxCategory: 'S',
          taxRate: '25',
          description: 'Identity',
          quantity: '2.5',
          unit: 'h',
          unitPrice: '120',
        }),
        sampleLine({ taxCategory: 'S', taxRate: '12', description: 'Handbook', unitPrice: '7.455', quantity: '120' }),
      ],
      discount: { kind: 'amount', value: '50.00' },
      notes: 'Thank you for your trust.',
      terms: 'Payment within 30 days.',
      purchaseOrder: 'PO-4431',
    });
    const text = pdfText(await renderInvoicePdf(input));
    const { totals } = input.invoice;
    const money = [totals.lines, totals.net, totals.tax].map((minor) => documentMoney(minor, 'USD').slice(4));
    for (const fact of [
      'INV-2026-0001',
      'Ada Lindqvist Studio',
      'Northwind Traders GmbH',
      '20 November 2026',
      '31 January 2027',
      'PO-4431',
      'Identity',
      '2.5 h',
      '120.00',
      'Handbook',
      '7.455',
      'Thank you for your trust.',
      '−50.00',
      'Payment within 30 days.',
      'SE556677889901',
      '3167 784C 40F3 4D67',
      ...money,
      '0x52908400098527886E0F7030069857D2E4169EE7',
      documentMoney(totals.total, 'USD').replace('\u00a0', ' '),
    ])
      expect(text).toContain(fact);
  });

  test('a long address and a long email are whole when copied, wherever they broke', async () => {
    const email = 'accounts.payable.department.of.international.widgets@extremely-long-domain-name.example';
    const pdf = await renderInvoicePdf(samplePdfInput({ buyer: { ...sampleBuyer, email, address: 'A'.repeat(120) } }));
    const text = pdfPages(pdf).join('');
    const column = text.split('\n').map(
      (line) =>
        line
          .slice(30)
          .trim()
          .split(/\s{2,}/)[0],
    );
    expect(column.join('')).toContain(email);
    expect(text.match(/A{8,}/g)?.join('')).toBe('A'.repeat(120));
  });

  test.each([
    ['JPY', '12000', 'JPY 36,000'],
    ['KWD', '120.125', 'KWD 360.375'],
    ['EUR', '10.10', 'EUR 30.30'],
  ])('%s has its own number of decimals', async (currency, unitPrice, total) => {
    const invoice = sampleInvoice({ currency, lines: [sampleLine({ unitPrice, quantity: '3' })] });
    expect(pdfText(await renderInvoicePdf({ ...samplePdfInput(), invoice, terms: null }))).toContain(total);
  });

  test.each([
    ['emoji', '👩‍👩‍👧‍👦 🇸🇪 👍🏽 1️⃣ 🚀'],
    ['control characters', 'a\u0007b\u0000c\u001b[31m\u2028d'],
    ['unknown glyphs', '\u{10fffd}\u{1f9ff}\ue000 \u1200 ᚠ 𓀀'],
    ['lone surrogates', 'a\ud83dz\ude00'],
    ['marks without a letter', '\u0301\u0301 \u05b0 \u064b'],
    ['direction overrides', '\u202eevil\u202c \u2066x\u2069 שלום (2) abc'],
    ['markup', '<b>bold</b> & {text: "x"} %PDF-1.4 endstream endobj'],
  ])('%s do not break a PDF', async (_, words) => {
    const input = samplePdfInput();
    const lines = input.invoice.lines.map((line) => ({ ...line, description: `before ${words} after` }));
    const invoice = { ...input.invoice, lines, notes: words, buyer: { ...input.invoice.buyer, name: words } };
    const text = pdfText(await renderInvoicePdf({ ...input, invoice }));
    expect(text).toContain('before');
    expect(text).toContain('after');
  });
});

describe('pages', () => {
  test.each([200, 500])('%i lines: all are there and the totals carried add up', async (count) => {
    const input = samplePdfInput({ lines: manyLines(count) });
    const pages = pdfPages(await renderInvoicePdf(input));
    const amounts = input.invoice.lines.map((line) => BigInt(line.amount));
    let carried = 0n;
    let seen = 0;
    for (const page of pages) {
      const brought = /Brought forward\s+USD ([\d,.]+)/.exec(page)?.[1];
      expect(brought).toBe(seen === 0 || seen === count ? undefined : plain(carried));
      for (const [, number] of page.matchAll(/^ *Item (\d+)\b/gm)) {
        expect(Number(number)).toBe((seen += 1));
        carried += amounts[seen - 1] ?? 0n;
      }
      const forward = /Carried forward\s+USD ([\d,.]+)/.exec(page)?.[1];
      expect(forward).toBe(seen === count ? undefined : plain(carried));
      expect(page).toContain(`of ${pages.length}`);
    }
    expect(seen).toBe(count);
    expect(pages.length).toBeGreaterThan(count / 40);
    expect(carried.toString()).toBe(input.invoice.totals.lines);
  });

  test('taxes, a discount, notes and terms fit on one page', async () => {
    const lines = manyLines(3);
    const more = {
      notes: 'Thank you.',
      terms: 'Payment within 30 days.',
      discount: { kind: 'amount' as const, value: '5' },
    };
    expect(pdfPages(await renderInvoicePdf(samplePdfInput({ lines, ...more })))).toHaveLength(1);
  });

  test('notes of many pages lose nothing', async () => {
    const notes = Array.from({ length: 180 }, (_, index) => `Note number ${index}.`).join('\n');
    const text = pdfText(await renderInvoicePdf(samplePdfInput({ notes })));
    for (let index = 0; index < 180; index += 1) expect(text).toContain(`Note number ${index}.`);
  });

  test('a draft says that it is one, and asks for nothing', async () => {
    const text = pdfText(await renderInvoicePdf({ ...samplePdfInput(), draft: true, terms: null, link: null }));
    expect(text).toContain('DRAFT');
    expect(text).not.toContain('0x5290');
  });
});

describe('bytes', () => {
  test('two processes give the same, whatever they made before', async () => {
    const here = [];
    await renderInvoicePdf(
      samplePdfInput({ lines: [sampleLine({ description: 'No-break\u00a0space first, Ω \u2126 µ μ' })] }),
    );
    for (const input of [
      samplePdfInput({ lines: manyLines(30) }),
      samplePdfInput({ notes: Object.values(scripts).join('\n') }),
    ])
      here.push(
        createHash('sha256')
          .update(await renderInvoicePdf(input))
          .digest('hex'),
      );
    const there = spawnSync(process.execPath, [join(import.meta.dirname, 'render-in-process.ts')], {
      input: JSON.stringify([{ lines: manyLines(30) }, { notes: Object.values(scripts).join('\n') }]),
      encoding: 'utf8',
    });
    expect(there.stderr).not.toContain('Error');
    expect(JSON.parse(there.stdout)).toEqual(here);
  });

  test('one page is small, its fonts embedded as subsets', async () => {
    const pdf = await renderInvoicePdf(samplePdfInput({ lines: manyLines(3) }));
    expect(pdf.byteLength).toBeLessThan(60_000);
    const fonts = pdfFonts(pdf);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatchObject({ embedded: true, subset: true });
  });
});

function plain(minor: bigint): string {
  return documentMoney(minor.toString(), 'USD').slice(4);
}
