import type { Column, Content } from 'pdfmake/interfaces.js';
import type { Party } from '../invoice/party.ts';
import { logoContent } from './pdf-logo.ts';
import { pdfLines, tabular, type PdfText } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';

/** The seller's logo, or name, beside what paper it is and its number. */
export function letterhead(
  head: { readonly seller: Party; readonly logo: string | null; readonly label: string; readonly title: string },
  text: PdfText,
): Content {
  const brand: Content = head.logo
    ? logoContent(head.logo)
    : text(head.seller.name, { style: 'sellerName', color: pdfColors.accent });
  return {
    columns: [
      { width: '*', stack: [brand] },
      {
        width: 'auto',
        stack: [
          text(head.label, { style: 'label', alignment: 'right' }),
          text(head.title, { style: 'title', alignment: 'right', margin: [0, 2, 0, 0] }),
        ],
      },
    ],
    columnGap: 24,
    margin: [0, 0, 0, 20],
  };
}

/** Seller and client beside each other, with a column of facts: a label and what it says. */
export function parties(
  who: { readonly seller: Party; readonly buyer: Party; readonly facts: readonly (readonly [string, string])[] },
  text: PdfText,
): Content {
  const facts: Column = {
    width: 118,
    stack: who.facts.flatMap(([label, value]) => [
      text(label, { style: 'label' }),
      text(value, { margin: [0, 1, 0, 8] }),
    ]),
  };
  return {
    columns: [party('FROM', who.seller, text), party('BILLED TO', who.buyer, text), facts],
    columnGap: 24,
    margin: [0, 0, 0, 12],
  };
}

/** The sum that the paper is about, with a few words beside it. */
export function banner(sum: string, words: string, text: PdfText): Content {
  return {
    columns: [
      { width: '*', ...text(sum, { ...tabular, style: 'due' }) },
      { width: 'auto', ...text(words, { color: pdfColors.accent, bold: true, margin: [0, 9, 0, 0] }) },
    ],
    margin: [0, 0, 0, 14],
  };
}

function party(label: string, who: Party, text: PdfText): Column {
  const place = [who.address, who.country === '' ? '' : countryName(who.country)].filter((part) => part !== '');
  return {
    width: '*',
    stack: [
      text(label, { style: 'label', margin: [0, 0, 0, 4] }),
      text(who.name === '' ? who.email : who.name, { bold: true, fontSize: 10.5, margin: [0, 0, 0, 2] }),
      ...(place.length === 0 ? [] : pdfLines(text, place.join('\n'), { style: 'party' })),
      ...(who.email !== '' && who.name !== '' ? [text(who.email, { style: 'party' })] : []),
      ...(who.taxId === '' ? [] : [text(`Tax ID ${who.taxId}`, { style: 'party' })]),
    ],
  };
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

function countryName(code: string): string {
  return countryNames.of(code) ?? code;
}
