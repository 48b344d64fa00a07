import type { FrozenInvoice } from '../invoice/frozen-invoice.ts';
import type { OpenRest } from '../payment/open-rest.ts';
import type { PaymentOption } from '../payment/payment-terms.ts';
import { documentDate, documentMoney } from './document-format.ts';
import {
  emailSubject,
  greet,
  oneLine,
  type EmailContent,
  type Fact,
  type Letter,
  type LetterBlock,
} from './email-letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { paymentRoutes, routeNote } from './payment-routes.ts';

/**
 * What an invoice's email is made of. In mode `pdf` it says what is owed and carries the PDF; in mode `link` it tells a
 * mail provider no more than that somebody sent an invoice. `rest` is what it still asks for where something was paid
 * on it or taken off it, null where it asks for all that it says; `options` are its terms'.
 */
export interface InvoiceEmailInput {
  readonly invoice: FrozenInvoice;
  readonly link: string;
  readonly mode: 'pdf' | 'link';
  readonly rest: OpenRest | null;
  readonly options: readonly PaymentOption[];
}

/** Writes the email that brings an invoice to its payer, or asks for the exact rest of one that is paid in part. */
export function invoiceEmail(input: InvoiceEmailInput): EmailContent {
  const sender = oneLine(input.invoice.seller.name);
  const subject = emailSubject(subjectOf(input, sender));
  const letter: Letter = {
    title: 'Invoice',
    subject,
    sender,
    greeting: greet(input.mode === 'pdf' ? input.invoice.buyer.name : ''),
    blocks: input.mode === 'pdf' ? openBlocks(input, sender) : closedBlocks(input, sender),
    about: 'this invoice',
  };
  return { subject, html: letterHtml(letter), text: letterText(letter) };
}

function subjectOf({ invoice, mode, rest }: InvoiceEmailInput, sender: string): string {
  if (mode === 'link') return `Invoice from ${sender}`;
  const which = `Invoice ${oneLine(invoice.number)} from ${sender}`;
  if (!rest) return which;
  return `${which}: ${rest.remaining > 0n ? `${money(rest.remaining, invoice)} still open` : 'nothing is open'}`;
}

const howToPay =
  'You can pay from a wallet, from an exchange, or by scanning a code; no account is needed. The page opens in your browser and checks that the invoice is unchanged since it was signed.';

/** For mode `link`: neither the sums nor that some of it is paid, but that the page knows. */
function closedBlocks({ link, rest }: InvoiceEmailInput, sender: string): LetterBlock[] {
  return [
    { kind: 'paragraph', text: `${sender} sent you an invoice.` },
    { kind: 'link', label: 'View and pay', lead: 'View and pay it here:', link },
    { kind: 'small', text: rest ? `The page says what is open by now. ${howToPay}` : howToPay },
  ];
}

function openBlocks(input: InvoiceEmailInput, sender: string): LetterBlock[] {
  const { invoice, link, rest } = input;
  const isOpen = !rest || rest.remaining > 0n;
  const attached = rest
    ? 'The invoice is attached as a PDF, as it was issued: with its whole sum.'
    : 'The invoice is attached as a PDF.';
  return [
    { kind: 'paragraph', text: [`${sender} sent you an invoice.`, ...(rest ? happened(rest, invoice) : [])].join(' ') },
    sumBlock(invoice, rest),
    { kind: 'facts', facts: factsOf(invoice) },
    isOpen
      ? { kind: 'link', label: rest ? 'View and pay the rest' : 'View and pay', lead: payLead(rest), link }
      : { kind: 'link', label: 'View the invoice', lead: 'View it here:', link },
    ...(rest && isOpen ? [byHand(rest, input.options)] : []),
    ...(invoice.notes === '' ? [] : [{ kind: 'written', text: invoice.notes } as const]),
    { kind: 'small', text: isOpen ? `${howToPay} ${attached}` : attached },
  ];
}

function sumBlock(invoice: FrozenInvoice, rest: OpenRest | null): LetterBlock {
  const value = money(rest?.remaining ?? BigInt(invoice.totals.total), invoice);
  const due = documentDate(invoice.dueDate);
  if (!rest)
    return {
      kind: 'sum',
      value,
      line: `Due ${due}`,
      facts: [
        ['Amount due', value],
        ['Due', due],
      ],
    };
  if (rest.remaining === 0n) return { kind: 'sum', value, line: 'still open', facts: [['Still open', value]] };
  return {
    kind: 'sum',
    value,
    line: `still open, due ${due}`,
    facts: [
      ['Still open', value],
      ['Due', due],
    ],
  };
}

function payLead(rest: OpenRest | null): string {
  return rest ? 'View it and pay the rest here:' : 'View and pay it here:';
}

function byHand(rest: OpenRest, options: readonly PaymentOption[]): LetterBlock {
  const groups = paymentRoutes(options, (option) => rest.units(option));
  return { kind: 'routes', lead: 'Or send the exact rest from a wallet or an exchange:', groups, note: routeNote };
}

/** What came and what was taken off, in sentences. */
function happened({ settlement, remaining }: OpenRest, invoice: FrozenInvoice): string[] {
  const { received, pending, credited, forgiven } = settlement;
  const whole = money(BigInt(invoice.totals.total), invoice);
  return [
    ...(received > 0n ? [`${money(received, invoice)} of ${whole} was received, thank you.`] : []),
    ...(pending > 0n ? [`${money(pending, invoice)} is on its way and not confirmed yet.`] : []),
    ...(credited > 0n ? [`${money(credited, invoice)} was credited.`] : []),
    ...(forgiven > 0n ? [`A rest of ${money(forgiven, invoice)} was let go.`] : []),
    remaining > 0n ? 'Please pay exactly the rest.' : 'There is nothing left to pay.',
  ];
}

function factsOf(invoice: FrozenInvoice): Fact[] {
  return [
    ['Invoice', oneLine(invoice.number)],
    ...(invoice.purchaseOrder === '' ? [] : [['Purchase order', oneLine(invoice.purchaseOrder)] as const]),
  ];
}

function money(minor: bigint, { currency }: FrozenInvoice): string {
  return documentMoney(minor.toString(), currency);
}
