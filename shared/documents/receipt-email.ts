import { explorerTxUrl } from '../money/chain.ts';
import type { Receipt, ReceiptPayment, ReceiptRefund } from '../payment/receipt.ts';
import { documentDate, documentMoney } from './document-format.ts';
import { emailSubject, greet, oneLine, type EmailContent, type Letter, type LetterEntry } from './email-letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { finalityWords, methodWords, stateWords, transferWords } from './receipt-words.ts';

/** Most payments that the letter lists; the PDF has all of them. */
const mostEntries = 20;

/** Writes the email that brings a receipt, as a PDF, to the client who paid. */
export function receiptEmail({ receipt, link }: { receipt: Receipt; link: string }): EmailContent {
  const { seller, buyer, totals, currency } = receipt;
  const sender = oneLine(seller.name);
  const number = oneLine(receipt.invoice.number);
  const subject = emailSubject(`Receipt for invoice ${number} from ${sender}`);
  const paid = documentMoney(totals.received, currency);
  const on = documentDate(receipt.settledAt?.slice(0, 10) ?? receipt.date);
  const entries = entriesOf(receipt);
  const letter: Letter = {
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
  return { subject, html: letterHtml(letter), text: letterText(letter) };
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
