import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invoiceEmail as writeEmail, type InvoiceEmailInput } from '../../../../shared/documents/invoice-email.ts';
import { sampleInvoice } from '../../../helpers/sample-invoice.ts';

const invoiceEmail = (input: Omit<InvoiceEmailInput, 'rest' | 'options'> & Partial<InvoiceEmailInput>) =>
  writeEmail({ rest: null, options: [], ...input });
const link = 'https://pay.quittance.example/i/abc#key';
const hostile = '<script>alert("x")</script><img src=x onerror=\'a()\'>&amp;';

describe('content', () => {
  test('both parts tell what is owed, when, and where to pay', () => {
    const { subject, html, text } = invoiceEmail({
      invoice: sampleInvoice({ notes: 'Thank you.' }),
      link,
      mode: 'pdf',
    });
    expect(subject).toBe('Invoice INV-2026-0001 from Ada Lindqvist Studio');
    for (const part of [html.replaceAll('&nbsp;', ' '), text])
      for (const fact of [
        'USD 1,200.00',
        '31 January 2027',
        'INV-2026-0001',
        link,
        'Northwind Traders GmbH',
        'Thank you.',
        'attached',
      ])
        expect(part).toContain(fact);
  });

  test('by link alone, no part tells the amount, the number, the client or the notes', () => {
    const invoice = sampleInvoice({ notes: 'Confidential remark', purchaseOrder: 'PO-77' });
    const { subject, html, text } = invoiceEmail({ invoice, link, mode: 'link' });
    for (const part of [subject, html.replaceAll('&nbsp;', ' '), text])
      for (const secret of [
        '1,200',
        '1200',
        'INV-2026',
        'Northwind',
        '31 January',
        'Confidential',
        'PO-77',
        'attached',
      ])
        expect(part).not.toContain(secret);
    expect(text).toContain(link);
  });
});

describe('hostile fields', () => {
  const invoice = sampleInvoice();
  const fields = {
    'the seller': { seller: { ...invoice.seller, name: hostile } },
    'the client': { buyer: { ...invoice.buyer, name: hostile } },
    'the number': { number: hostile },
    'the purchase order': { purchaseOrder: hostile },
    'the notes': { notes: `first\n${hostile}` },
  };

  test.each(Object.entries(fields))('%s adds no markup', (_, change) => {
    const tags = (html: string) => html.match(/<[a-z/!][^>]*>/gi)?.filter((tag) => tag !== '<br>');
    const harmless = JSON.parse(JSON.stringify(change).replaceAll(JSON.stringify(hostile).slice(1, -1), 'harmless'));
    const { html } = invoiceEmail({ invoice: { ...invoice, ...change }, link, mode: 'pdf' });
    expect(html).not.toMatch(/<script|<img/i);
    expect(tags(html)).toEqual(tags(invoiceEmail({ invoice: { ...invoice, ...harmless }, link, mode: 'pdf' }).html));
    expect(html).toContain('&#60;script&#62;');
  });

  test('a link cannot leave its attribute', () => {
    const { html } = invoiceEmail({ invoice, link: 'https://x/"><script>1</script>', mode: 'pdf' });
    expect(html).not.toContain('<script');
  });

  test('no name adds a header or a line to the subject or a line to the greeting', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\u2028', '\0', '\u202e', ':', '😀', ' '), maxLength: 300 }),
        (name) => {
          const changed = {
            ...invoice,
            number: name,
            seller: { ...invoice.seller, name },
            buyer: { ...invoice.buyer, name },
          };
          const { subject, text } = invoiceEmail({ invoice: changed, link, mode: 'pdf' });
          expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
          expect(subject.isWellFormed()).toBe(true);
          expect([...subject].length).toBeLessThanOrEqual(200);
          expect(text.split('\n').length).toBe(invoiceEmail({ invoice, link, mode: 'pdf' }).text.split('\n').length);
        },
      ),
    );
  });
});
