import { explorerTxUrl } from '../money/chain.ts';
import type { Receipt, ReceiptPayment, ReceiptRefund } from '../payment/receipt.ts';
import { documentDate, documentMoney } from './document-format.ts';
import { emailSubject, greet, oneLine, type EmailContent, type Letter, type LetterEntry } from './email-letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { finalityWords, methodWords, stateWords, transferWords } from './receipt-words.ts';

/** Most payments that the letter lists; the PDF has all of them. */
const mostEntries = 20;

/** What a receipt's email is made of; in mode `link` it tells a mail provider no more than that an invoice is paid. */
export interface ReceiptEmailInput {
  readonly receipt: Receipt;
  readonly link: string;
  readonly mode: 'pdf' | 'link';
}

/**
 * Writes the email that brings a receipt, as a PDF, to the client who paid; in mode `link`, that only
 * says that it is paid.
 */
export function receiptEmail({ receipt, link, mode }: ReceiptEmailInput): EmailContent {
  const sender = oneLine(receipt.seller.name);
  const letter = mode === 'pdf' ? openLetter(receipt, sender, link) : closedLetter(sender, link);
  return { subject: letter.subject, html: letterHtml(letter), text: letterText(letter) };
}

function closedLetter(sender: string, link: string): Letter {
  return {
    title: 'Receipt',
    subject: emailSubject(`Payment received by ${sender}`),
    sender,
    greeting: greet(''),
    blocks: [
      { kind: 'paragraph', text: `Thank you: ${sender} received your payment. Your invoice is paid.` },
      { kind: 'link', label: 'View the invoice', lead: 'Each payment is listed with the invoice here:', link },
      { kind: 'small', text: 'There is nothing to do. Ask for the receipt as a PDF if you need one.' },
    ],
    about: 'this payment',
  };
}

function openLetter(receipt: Receipt, sender: string, link: string): Letter {
  const { buyer, totals, currency } = receipt;
  const number = oneLine(receipt.invoice.number);
  const subject = emailSubject(`Receipt for invoice ${number} from ${sender}`);
  const paid = documentMoney(totals.received, currency);
  const on = documentDate(receipt.settledAt?.slice(0, 10) ?? receipt.date);
  const entries = entriesOf(receipt);
  return {
    title: 'Receipt',
    subject,
    sender,
    greeting: greet(buyer.name),
    blocks: [
      {
        kind: 'paragraph',
        text: `Thank you: invoice ${number} is paid. ${finalityWords(receipt)}`.trim(),
      },
      {
        kind: 'sum',
        value: paid,
        line: `paid on ${on}`,
        facts: [
          ['Paid', paid],
          ['On', on],
        ],
      },
      {
        kind: 'facts',
        facts: [
          ['Invoice', `${number} of ${documentDate(receipt.invoice.issueDate)}`],
          ...(receipt.purchaseOrder === '' ? [] : [['Purchase order', oneLine(receipt.purchaseOrder)] as const]),
          ...receipt.credits.map(
            (credit) =>
              [`Credit note`, `${oneLine(credit.number)}, ${documentMoney(credit.amount, currency)}`] as const,
          ),
          ...(totals.forgiven === '0' ? [] : [['Let go', documentMoney(totals.forgiven, currency)] as const]),
          ...(totals.over === '0' ? [] : [['More than was due', documentMoney(totals.over, currency)] as const]),
        ],
      },
      ...(entries.length === 0
        ? []
        : [{ kind: 'entries', title: 'Payments', entries: entries.slice(0, mostEntries) } as const]),
      ...(entries.length > mostEntries
        ? [{ kind: 'small', text: `The PDF lists all ${entries.length} of them.` } as const]
        : []),
      { kind: 'link', label: 'View the invoice', lead: 'The invoice is here:', link },
      { kind: 'small', text: 'The receipt is attached as a PDF. There is nothing to do.' },
    ],
    about: 'this receipt',
  };
}

function entriesOf({ payments, outside, refunds, currency }: Receipt): LetterEntry[] {
  const entries = [
    ...payments.map((payment) => ({
      at: payment.at,
      ...onChain(payment),
      what: `${transferWords(payment)} (${stateWords(payment).toLowerCase()})`,
      amount: documentMoney(payment.amount, currency),
    })),
    ...outside.map((each) => ({
      at: each.date,
      what: methodWords(each),
      amount: documentMoney(each.amount, currency),
      more: [],
      link: null,
    })),
    ...refunds.map((refund) => ({
      at: refund.at,
      ...onChain(refund),
      what: `Refund: ${transferWords(refund)}`,
      amount: `−${documentMoney(refund.amount, currency)}`,
    })),
  ];
  return entries
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, ...entry }) => ({ ...entry, date: documentDate(at.slice(0, 10)) }));
}

function onChain({ chainId, txHash }: ReceiptPayment | ReceiptRefund): Pick<LetterEntry, 'more' | 'link'> {
  return { more: [txHash], link: explorerTxUrl(chainId, txHash) };
}
