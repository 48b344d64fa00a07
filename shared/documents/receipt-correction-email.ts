import type { FrozenInvoice } from '../invoice/frozen-invoice.ts';
import type { OpenRest } from '../payment/open-rest.ts';
import type { PaymentOption } from '../payment/payment-terms.ts';
import { documentDate, documentMoney } from './document-format.ts';
import { emailSubject, greet, oneLine, type EmailContent, type Letter, type LetterBlock } from './email-letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { paymentRoutes, routeNote } from './payment-routes.ts';

/**
 * What a correction is made of: what the invoice asks for now (null: all that it says), and its terms' ways to pay. In
 * mode `link` it tells a mail provider neither number nor sums.
 */
export interface ReceiptCorrectionInput {
  readonly invoice: FrozenInvoice;
  readonly link: string;
  readonly mode: 'pdf' | 'link';
  readonly rest: OpenRest | null;
  readonly options: readonly PaymentOption[];
}

/**
 * Writes the email that takes a receipt back: a reorganisation of a chain took a payment away that the receipt told of.
 * It says what is open now, and asks to wait first, because the same transfer usually comes again in another block.
 */
export function receiptCorrectionEmail(input: ReceiptCorrectionInput): EmailContent {
  const sender = oneLine(input.invoice.seller.name);
  const letter = input.mode === 'pdf' ? openLetter(input, sender) : closedLetter(input, sender);
  return { subject: letter.subject, html: letterHtml(letter), text: letterText(letter) };
}

const lookFirst =
  'Look at your wallet before you pay again: the same transfer often comes back in another block by itself, and the page shows it as soon as it does.';
const nobodysFault =
  'Nobody did anything wrong: chains do this now and then near their newest block. You will get a new receipt once the invoice is paid.';

function closedLetter({ link }: ReceiptCorrectionInput, sender: string): Letter {
  return {
    title: 'Correction of a receipt',
    subject: emailSubject(`Correction: a payment to ${sender} was taken back`),
    sender,
    greeting: greet(''),
    blocks: [
      {
        kind: 'paragraph',
        text: 'You were told that your invoice is paid. Since then the chain replaced the block that held a payment, so that the payment is taken back and the receipt no longer stands.',
      },
      { kind: 'paragraph', text: lookFirst },
      { kind: 'link', label: 'See where it stands', lead: 'See where it stands here:', link },
      { kind: 'small', text: nobodysFault },
    ],
    about: 'this correction',
  };
}

function openLetter({ invoice, link, rest, options }: ReceiptCorrectionInput, sender: string): Letter {
  const number = oneLine(invoice.number);
  const subject = emailSubject(`Correction: invoice ${number} from ${sender} is not paid`);
  const open = rest?.remaining ?? BigInt(invoice.totals.total);
  const due = documentDate(invoice.dueDate);
  const pending = rest?.settlement.pending ?? 0n;
  return {
    title: 'Correction of a receipt',
    subject,
    sender,
    greeting: greet(invoice.buyer.name),
    blocks: [
      {
        kind: 'paragraph',
        text: `You were told that invoice ${number} is paid. Since then the chain replaced the block that held a payment, so that the payment is taken back and the receipt no longer stands.`,
      },
      ...(open > 0n ? [sumBlock(open, due, invoice)] : []),
      { kind: 'paragraph', text: waiting(open, pending, invoice) },
      { kind: 'link', label: 'See where it stands', lead: 'See where it stands here:', link },
      ...(open > 0n ? [byHand({ rest, options })] : []),
      { kind: 'small', text: nobodysFault },
    ],
    about: 'this correction',
  };
}

function sumBlock(open: bigint, due: string, invoice: FrozenInvoice): LetterBlock {
  const value = money(open, invoice);
  return {
    kind: 'sum',
    value,
    line: `open now, due ${due}`,
    facts: [
      ['Open now', value],
      ['Due', due],
    ],
  };
}

function waiting(open: bigint, pending: bigint, invoice: FrozenInvoice): string {
  if (pending === 0n) return lookFirst;
  const coming = `${money(pending, invoice)} is on its way and not confirmed yet`;
  return open > 0n ? `${coming}: it is left out of what is open.` : `${coming}. There is nothing to do.`;
}

function byHand({ rest, options }: Pick<ReceiptCorrectionInput, 'rest' | 'options'>): LetterBlock {
  return {
    kind: 'routes',
    lead: 'If it does not come back, send the exact rest from a wallet or an exchange:',
    groups: paymentRoutes(options, (option) => rest?.units(option) ?? BigInt(option.tagged)),
    note: routeNote,
  };
}

function money(minor: bigint, { currency }: FrozenInvoice): string {
  return documentMoney(minor.toString(), currency);
}
