import { describe, expect, test } from 'vitest';
import { verifyCanonical } from '../../../../../shared/sealing/canonical-signature.ts';
import { signedCreditNoteSchema } from '../../../../../shared/sealing/signed-credit-note.ts';
import { signedReceiptSchema } from '../../../../../shared/sealing/signed-receipt.ts';
import { renderPaper } from '../../../../../src-main/engine/pdf/render-paper.ts';
import { sampleBuyer, sampleInvoice, sampleLine, sampleSeller } from '../../../../helpers/sample-invoice.ts';
import { sampleCreditNote, sampleReceipt, sampleReceiptPayment } from '../../../../helpers/sample-papers.ts';
import { pdfAttachment, pdfFonts, pdfPages, pdfText } from './read-pdf.ts';

const creditNote = (...input: Parameters<typeof sampleCreditNote>) =>
  renderPaper({ kind: 'credit-note', input: sampleCreditNote(...input) });
const receipt = (...input: Parameters<typeof sampleReceipt>) =>
  renderPaper({ kind: 'receipt', input: sampleReceipt(...input) });

const attached = (pdf: Uint8Array, name: string): unknown => JSON.parse(pdfAttachment(pdf, name).toString('utf8'));

const taxed = sampleInvoice({
  purchaseOrder: 'PO-4431',
  lines: [
    sampleLine({ taxCategory: 'S', taxRate: '25', quantity: '10' }),
    sampleLine({ description: 'Book', taxCategory: 'S', taxRate: '6', unitPrice: '37.35' }),
  ],
});

describe('a credit note', () => {
  test('says what it takes off which invoice, why, and the tax in it', async () => {
    const text = pdfText(await creditNote(taxed));
    for (const fact of [
      'CREDIT NOTE',
      'CN-2026-0001',
      'INV-2026-0001',
      '20 November 2026',
      'PO-4431',
      'USD 300.00',
      'USD 1,289.59',
      'Two days were not needed.',
      '25% 232.63 58.16',
      '6% 8.69 0.52',
      'Nothing is to be paid on this note',
    ])
      expect(text).toContain(fact);
  });

  test('without tax shows no tax; of 200 lines with five rates it is one page', async () => {
    const plain = pdfText(await creditNote(sampleInvoice(), { reason: '' }));
    expect(plain).not.toMatch(/TAXABLE|REASON|Net/);
    const rates = ['25', '12', '6', '5.5', '3'];
    const lines = Array.from({ length: 200 }, (_, index) =>
      sampleLine({ id: `l${index}`, taxCategory: 'S', taxRate: rates[index % 5] ?? '', unitPrice: `${20 + index}.50` }),
    );
    const pages = pdfPages(await creditNote(sampleInvoice({ lines }), { amount: null }));
    expect(pages).toHaveLength(1);
    for (const rate of rates) expect(pages[0]).toContain(`${rate}%`);
  });

  test('carries the signed document, by which anybody can check it', async () => {
    const { creditNote: note, signature } = signedCreditNoteSchema.parse(
      attached(await creditNote(taxed), 'credit-note.json'),
    );
    expect(verifyCanonical(note, 'credit-note', signature)).toBe(true);
    expect(note.totals.total).toBe('30000');
  });
});

describe('a receipt', () => {
  test('lists every payment with its transaction; on several pages with the headings on each', async () => {
    const payments = Array.from({ length: 60 }, (_, index) =>
      sampleReceiptPayment({ txHash: `0x${index.toString(16).padStart(64, '0')}`, amount: '2000' }),
    );
    const pages = pdfPages(await receipt({ payments }));
    expect(pages.length).toBeGreaterThan(3);
    const text = pages.join('\n');
    for (const { txHash } of payments) expect(text).toContain(txHash);
    for (const page of pages.slice(0, -1)) expect(page).toContain('AMOUNT USD');
  });

  test('tells several tokens, cash, a refund and a credit note apart, and confirmed from final', async () => {
    const { from: to, confirmations: _, requiredConfirmations: __, ...transfer } = sampleReceiptPayment();
    const pdf = await receipt({
      payments: [
        sampleReceiptPayment({ amount: '60000' }),
        sampleReceiptPayment({
          symbol: 'DAI',
          decimals: 18,
          units: '500000000000000000000',
          amount: '50000',
          isFinal: false,
        }),
      ],
      outside: [{ date: '2026-11-25', method: 'cash', amount: '2000' }],
      refunds: [{ ...transfer, to, amount: '2000', units: '20000000' }],
      credits: [{ number: 'CN-2026-0001', issueDate: '2026-11-25', amount: '10000' }],
    });
    const text = pdfText(pdf);
    for (const fact of [
      '500.00 DAI on Base',
      'Confirmed, 10 of 10',
      'Final',
      'Cash',
      'Refund: 20.00 USDC',
      '−20.00',
      'Credit note CN-2026-0001',
    ])
      expect(text).toContain(fact);
  });

  test('carries the signed document', async () => {
    const { receipt: told, signature } = signedReceiptSchema.parse(attached(await receipt(), 'receipt.json'));
    expect(verifyCanonical(told, 'receipt', signature)).toBe(true);
  });
});

describe('both papers', () => {
  const rightToLeft = sampleInvoice(
    { buyer: { ...sampleBuyer, name: '株式会社ノースウィンド' } },
    { ...sampleSeller, name: 'شركة الرياح الشمالية' },
  );
  const long = sampleInvoice({
    buyer: {
      ...sampleBuyer,
      name: 'The Extraordinarily Long-Named International Consortium for the Advancement of Settlement GmbH & Co. KG',
      address: Array.from({ length: 8 }, (_, index) => `Line ${index + 1} of an address with many lines`).join('\n'),
    },
    purchaseOrder: `PO-${'0'.repeat(44)}7`,
  });

  test.each([
    ['right to left and Japanese', rightToLeft, '株式会社ノースウィンド'],
    ['long names', long, 'Line 8 of an address'],
  ])('%s are there, in fonts that are in the file', async (_, invoice, words) => {
    for (const pdf of [await creditNote(invoice), await receipt({}, invoice)]) {
      expect(pdfText(pdf)).toContain(words);
      expect(pdfFonts(pdf).every(({ embedded, subset }) => embedded && subset)).toBe(true);
    }
  });

  test('are the same bytes each time, and come without a logo that cannot be printed', async () => {
    for (const make of [() => creditNote(taxed), () => receipt({}, taxed)])
      expect(Buffer.from(await make()).equals(Buffer.from(await make()))).toBe(true);
    const broken = 'data:image/png;base64,AAAA';
    expect(pdfText(await creditNote(taxed, {}, broken))).toContain('CN-2026-0001');
    expect(pdfText(await receipt({}, taxed, broken))).toContain('INV-2026-0001');
  });
});
