import { describe, expect, test } from 'vitest';
import { creditNoteEmail } from '../../../../shared/documents/credit-note-email.ts';
import type { EmailContent } from '../../../../shared/documents/email-letter.ts';
import { invoiceEmail } from '../../../../shared/documents/invoice-email.ts';
import { receiptCorrectionEmail } from '../../../../shared/documents/receipt-correction-email.ts';
import { receiptEmail } from '../../../../shared/documents/receipt-email.ts';
import { openRest } from '../../../../shared/payment/open-rest.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { noRemedies, type Remedies } from '../../../../shared/payment/remedies.ts';
import { payableInvoice } from '../../../../shared/payment/terms.ts';
import { sampleInvoice, sampleTerms } from '../../../helpers/sample-invoice.ts';
import { sampleCreditNote, sampleReceipt, sampleReceiptPayment } from '../../../helpers/sample-papers.ts';
import { payment } from '../payment/fixtures.ts';
import { findTokenByKey } from '../../../../shared/money/token.ts';

const link = 'https://pay.quittance.example/i/abc#key';
const invoice = sampleInvoice({ purchaseOrder: 'PO-77' });
const terms = sampleTerms(invoice, [8453]);
const payable = payableInvoice(invoice, terms);
const usdc = findTokenByKey('8453:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913');
if (!usdc) throw new Error('USDC on Base is missing');
const restOf = (payments: Payment[], remedies: Partial<Remedies> = {}) =>
  openRest(payable, payments, { ...noRemedies, ...remedies });
const correct = (rest = restOf([]), mode: 'pdf' | 'link' = 'pdf') =>
  receiptCorrectionEmail({ invoice, link, mode, rest, options: terms.options });

/** Both parts as a reader sees their words. */
function words({ html, text }: EmailContent): string[] {
  const seen = html
    .replace(/<(?:style|title)>.*?<\/(?:style|title)>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return [seen, text].map((part) => part.replace(/\s+/g, ' '));
}

describe('an invoice sent again after something came', () => {
  test('asks for the exact rest, to the base unit, with the tail that tells it apart', () => {
    const rest = restOf([payment(usdc, '400000000')]);
    const email = invoiceEmail({ invoice, link, mode: 'pdf', rest, options: terms.options });
    const option = terms.options.find(({ symbol }) => symbol === 'USDC');
    expect(email.subject).toBe('Invoice INV-2026-0001 from Ada Lindqvist Studio: USD 800.00 still open');
    expect(option && rest?.units(option)).toBe(800_004_711n);
    for (const part of words(email)) {
      expect(part).toContain('USD 400.00 of USD 1,200.00 was received');
      expect(part).toContain('800.004711 USDC');
      expect(part).toContain(option?.address);
    }
  });

  test.each([
    ['a credit note', { credits: [{ amount: 20_000n, at: 1 }] }, '200.00 was credited'],
    ['cash', { outside: [{ amount: 20_000n, at: 1 }] }, '200.00 of USD 1,200.00 was received'],
  ] as const)('%s is taken off what it asks for', (_, remedies, said) => {
    const email = invoiceEmail({ invoice, link, mode: 'pdf', rest: restOf([], remedies), options: terms.options });
    for (const part of words(email)) {
      expect(part).toContain(said);
      expect(part).toContain('1,000.004711');
      // The page knows of it too.
      expect(part).toContain('pay the rest');
    }
  });

  test('what is on its way is not asked for again', () => {
    const email = invoiceEmail({
      invoice,
      link,
      mode: 'pdf',
      rest: restOf([payment(usdc, '1200004711', { state: 'confirming' })]),
      options: terms.options,
    });
    expect(email.subject).toContain('nothing is open');
    for (const part of words(email)) expect(part).toContain('There is nothing left to pay');
  });
});

describe('letters after payment', () => {
  const { receipt } = sampleReceipt({}, invoice).signed;
  const { creditNote } = sampleCreditNote(invoice).signed;

  test('a receipt tells what was paid, when, and by which transaction', () => {
    const email = receiptEmail({ receipt, link, mode: 'pdf' });
    expect(email.subject).toBe('Receipt for invoice INV-2026-0001 from Ada Lindqvist Studio');
    for (const part of words(email))
      for (const fact of [
        'USD 1,200.00',
        '24 November 2026',
        '1,200.004711 USDC on Base',
        receipt.payments[0]!.txHash,
        'PO-77',
        'final',
        'attached',
      ])
        expect(part).toContain(fact);
  });

  test('a payment that is confirmed is not called final', () => {
    const confirmed = sampleReceipt({
      payments: [sampleReceiptPayment({ isFinal: false })],
      totals: { ...receipt.totals, isFinal: false },
    }).signed.receipt;
    for (const part of words(receiptEmail({ receipt: confirmed, link, mode: 'pdf' }))) {
      expect(part).not.toContain('It is final');
      expect(part).toContain('confirmed, 10 of 10');
    }
  });

  test('a letter lists twenty payments; the rest are in the PDF', () => {
    const payments = Array.from({ length: 45 }, () => sampleReceiptPayment());
    const email = receiptEmail({ receipt: { ...receipt, payments }, link, mode: 'pdf' });
    expect(email.text.split('USDC on Base').length - 1).toBe(20);
    for (const part of words(email)) expect(part).toContain('The PDF lists all 45 of them.');
  });

  test('a credit note tells how much, of which invoice, and why', () => {
    const email = creditNoteEmail({ creditNote, link });
    expect(email.subject).toBe('Credit note CN-2026-0001 from Ada Lindqvist Studio');
    for (const part of words(email))
      for (const fact of ['USD 300.00', 'INV-2026-0001', '20 November 2026', creditNote.reason, link])
        expect(part).toContain(fact);
  });

  test('a correction says what is open now, and to look before paying again', () => {
    const email = correct(restOf([payment(usdc, '400000000')]));
    expect(email.subject).toBe('Correction: invoice INV-2026-0001 from Ada Lindqvist Studio is not paid');
    for (const part of words(email)) {
      expect(part).toContain('USD 800.00');
      expect(part).toContain('the receipt no longer stands');
      expect(part).toContain('Look at your wallet before you pay again');
    }
    for (const part of words(correct())) expect(part).toContain('USD 1,200.00');
    const coming = correct(restOf([payment(usdc, '1200004711', { state: 'confirming' })]));
    for (const part of words(coming)) {
      expect(part).toContain('USD 1,200.00 is on its way and not confirmed yet. There is nothing to do.');
      expect(part).not.toContain('Open now');
    }
  });

  test('by link alone, no letter tells sums, numbers, names or transactions', () => {
    const letters = [receiptEmail({ receipt, link, mode: 'link' }), correct(null, 'link')];
    for (const email of letters) {
      expect(email.text).toContain(link);
      for (const part of [email.subject, ...words(email)])
        for (const secret of ['1,200', '1200', 'INV-2026', 'Northwind', 'PO-77', '0x', 'USDC', 'attached'])
          expect(part).not.toContain(secret);
    }
  });

  test('hostile names add no headers and no markup', () => {
    const name = 'A\r\nBcc: all@example.com\u202e <script>alert(1)</script>';
    const parties = { seller: { ...invoice.seller, name }, buyer: { ...invoice.buyer, name } };
    const letters = [
      receiptEmail({ receipt: { ...receipt, ...parties }, link, mode: 'pdf' }),
      receiptEmail({ receipt: { ...receipt, ...parties }, link, mode: 'link' }),
      creditNoteEmail({ creditNote: { ...creditNote, ...parties, reason: name }, link }),
      receiptCorrectionEmail({ invoice: { ...invoice, ...parties }, link, mode: 'pdf', rest: null, options: [] }),
      receiptCorrectionEmail({ invoice: { ...invoice, ...parties }, link, mode: 'link', rest: null, options: [] }),
    ];
    for (const { subject, html, text } of letters) {
      expect(subject).not.toMatch(/[\r\n\u202e]/);
      expect(html).not.toContain('<script>');
      expect(text).not.toContain('\u202e');
    }
  });
});
