import type { CreditNote } from '../invoice/credit-note.ts';
import { documentDate, documentMoney } from './document-format.ts';
import { emailSubject, greet, oneLine, type EmailContent, type Letter } from './email-letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';

/** Writes the email that brings a credit note, as a PDF, to the client of its invoice. */
export function creditNoteEmail({ creditNote: note, link }: { creditNote: CreditNote; link: string }): EmailContent {
  const sender = oneLine(note.seller.name);
  const number = oneLine(note.number);
  const invoice = oneLine(note.invoice.number);
  const sum = documentMoney(note.totals.total, note.currency);
  const subject = emailSubject(`Credit note ${number} from ${sender}`);
  const isWhole = note.totals.total === note.invoice.total;
  const letter: Letter = {
    title: 'Credit note',
    subject,
    sender,
    greeting: greet(note.buyer.name),
    blocks: [
      {
        kind: 'paragraph',
        text: isWhole
          ? `${sender} credited invoice ${invoice} in full.`
          : `${sender} took ${sum} off invoice ${invoice}.`,
      },
      {
        kind: 'sum',
        value: sum,
        line: `credited on ${documentDate(note.issueDate)}`,
        facts: [
          ['Credited', sum],
          ['Issued', documentDate(note.issueDate)],
        ],
      },
      {
        kind: 'facts',
        facts: [
          ['Credit note', number],
          ['To invoice', `${invoice} of ${documentDate(note.invoice.issueDate)}`],
          ...(note.purchaseOrder === '' ? [] : [['Purchase order', oneLine(note.purchaseOrder)] as const]),
        ],
      },
      ...(note.reason === '' ? [] : [{ kind: 'written', text: note.reason } as const]),
      { kind: 'link', label: 'View the invoice', lead: 'The invoice is here:', link },
      {
        kind: 'small',
        text: 'The credit note is attached as a PDF. Nothing is to be paid on it, and the invoice itself is unchanged.',
      },
    ],
    about: 'this credit note',
  };
  return { subject, html: letterHtml(letter), text: letterText(letter) };
}
