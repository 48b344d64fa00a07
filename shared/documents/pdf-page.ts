import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Party } from '../invoice/party.ts';
import type { PdfText } from './pdf-text.ts';
import { pageMargin, pdfColors, pdfStyles } from './pdf-theme.ts';

/** Countries that print on Letter paper; everybody else has A4. */
const letterCountries = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO']);

/** What a file says of itself. `date` is the paper's own calendar date, so that the same paper is the same bytes. */
export interface PaperFacts {
  readonly title: string;
  readonly subject: string;
  readonly seller: Party;
  readonly date: string;
}

/** What all papers of a seller have in common: page, fonts, styles, and what the file says of itself. */
export function pdfPage({ title, subject, seller, date }: PaperFacts): Omit<TDocumentDefinitions, 'content'> {
  return {
    pageSize: isLetter(seller) ? 'LETTER' : 'A4',
    pageMargins: [pageMargin, pageMargin, pageMargin, 62],
    info: {
      title,
      author: seller.name,
      subject,
      creator: 'Quittance',
      producer: 'Quittance',
      creationDate: new Date(`${date}T00:00:00Z`),
      modDate: new Date(`${date}T00:00:00Z`),
    },
    language: 'en',
    displayTitle: true,
    defaultStyle: { font: 'Inter', fontSize: 9.5, color: pdfColors.ink, lineHeight: 1.2 },
    styles: pdfStyles,
  };
}

/** The foot of a page: a line, what paper it is, and the page's number. `above` stands over the line. */
export function pageFoot(
  foot: {
    readonly seller: Party;
    readonly words: string;
    readonly page: number;
    readonly pages: number;
    readonly above?: Content | null;
  },
  text: PdfText,
): Content {
  const look = { fontSize: 7.5, color: pdfColors.muted };
  return {
    margin: [pageMargin, 8, pageMargin, 0],
    stack: [
      foot.above ?? text(' ', { fontSize: 8.5 }),
      {
        canvas: [
          {
            type: 'line',
            x1: 0,
            y1: 4,
            x2: isLetter(foot.seller) ? 516 : 499,
            y2: 4,
            lineWidth: 0.5,
            lineColor: pdfColors.rule,
          },
        ],
      },
      {
        columns: [
          text(foot.words, look),
          { width: 'auto', ...text(`Page ${foot.page} of ${foot.pages}`, { ...look, alignment: 'right' }) },
        ],
        columnGap: 16,
        margin: [0, 7, 0, 0],
      },
    ],
  };
}

function isLetter({ country }: Party): boolean {
  return letterCountries.has(country);
}
