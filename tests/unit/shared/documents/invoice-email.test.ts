import { describe, expect, test } from 'vitest';
import { invoiceEmail, pdfFilename } from '../../../../shared/documents/invoice-email.ts';
import { sampleInvoice } from '../../../helpers/sample-invoice.ts';

const link = 'https://pay.example/i/abc#key';
const hostile = '<script>alert("x")</script> & \'co\'';

describe('the email that brings an invoice', () => {
  test('says who asks, what for, how much and until when, in both parts', () => {
    const { subject, html, text } = invoiceEmail({ invoice: sampleInvoice(), link, mode: 'pdf' });
    expect(subject).toBe('Invoice INV-2026-0001 from Ada Lindqvist Studio');
    for (const fact of ['Northwind Traders GmbH', 'INV-2026-0001', '31 January 2027', link]) {
      expect(html).toContain(fact);
      expect(text).toContain(fact);
    }
    expect(text).toContain('USD 1,200.00');
    expect(html).toContain('USD&nbsp;1,200.00');
  });

  test('tells a mail provider neither number, amount nor client when it brings only the link', () => {
    const { subject, html, text } = invoiceEmail({
      invoice: sampleInvoice({ notes: 'secret', purchaseOrder: 'PO-9' }),
      link,
      mode: 'link',
    });
    for (const part of [subject, html, text]) {
      expect(part).not.toMatch(/INV-2026|1,200|Northwind|secret|PO-9|31 January/);
    }
    expect(html).toContain(link);
    expect(text).toContain(link);
  });

  test('shows markup in any field as text', () => {
    const issued = sampleInvoice({ notes: hostile, purchaseOrder: 'PO <b>' });
    const invoice = {
      ...issued,
      number: '<i>1</i>',
      seller: { ...issued.seller, name: hostile },
      buyer: { ...issued.buyer, name: hostile },
    };
    const { html } = invoiceEmail({ invoice, link: `${link}"><script>`, mode: 'pdf' });
    expect(html).not.toMatch(/<script|<b>|<i>|"x"/);
    expect(html).toContain('&#60;script&#62;');
  });

  test('lets no name add a header or a line', () => {
    const issued = sampleInvoice();
    const name = 'Ada\r\nBcc: everyone@example.org\u2028x';
    const { subject, text } = invoiceEmail({
      invoice: { ...issued, seller: { ...issued.seller, name } },
      link,
      mode: 'pdf',
    });
    expect(subject).not.toMatch(/[\r\n\u2028]/);
    expect(text).not.toMatch(/^Bcc:/m);
  });
});

test.each([
  ['INV-2026-0001', 'INV-2026-0001.pdf'],
  ['../../etc/passwd', 'etc-passwd.pdf'],
  ['a/b\\c:d"e', 'a-b-c-d-e.pdf'],
  ['///', 'invoice.pdf'],
  ['請求書-7', '請求書-7.pdf'],
])('the number %j makes the file name %j', (number, filename) => {
  expect(pdfFilename({ number })).toBe(filename);
});
