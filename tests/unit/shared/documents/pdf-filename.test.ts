import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pdfFilename } from '../../../../shared/documents/pdf-filename.ts';

describe('pdfFilename', () => {
  test.each([
    ['INV-2026-0001', 'INV-2026-0001.pdf'],
    ['2026/17', '2026-17.pdf'],
    ['../../etc/passwd', 'etc-passwd.pdf'],
    ['..\\..\\boot', 'boot.pdf'],
    ['', 'invoice.pdf'],
    ['...', 'invoice.pdf'],
    ['CON', 'invoice-CON.pdf'],
    ['nul.txt', 'invoice-nul.txt.pdf'],
    ['a\r\nContent-Type: text/html', 'a-Content-Type-text-html.pdf'],
    ['a\0b"c', 'a-b-c.pdf'],
    ['請求書 7', '請求書-7.pdf'],
    ['a'.repeat(500), `${'a'.repeat(60)}.pdf`],
  ])('%j is saved as %s', (number, name) => expect(pdfFilename({ number })).toBe(name));

  test('no number makes a name that leaves its folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (number) => {
        const name = pdfFilename({ number });
        expect(name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*\.pdf$/u);
        expect(name).not.toContain('..');
      }),
    );
  });
});
