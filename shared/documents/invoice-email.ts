import type { InvoiceDocument } from '../invoice/invoice-document.ts';
import { documentDate, documentMoney } from './document-format.ts';

/**
 * What an invoice's email is made of. In mode `pdf` it says what is owed and carries the PDF; in mode `link` it tells a
 * mail provider no more than that somebody sent an invoice.
 */
export interface InvoiceEmailInput {
  readonly invoice: InvoiceDocument;
  readonly link: string;
  readonly mode: 'pdf' | 'link';
}

/** An email's parts; `html` and `text` say the same. */
export interface EmailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Writes the email that brings an invoice to its payer. */
export function invoiceEmail(input: InvoiceEmailInput): EmailContent {
  const { invoice } = input;
  const sender = oneLine(invoice.seller.name);
  const subject = input.mode === 'pdf' ? `Invoice ${oneLine(invoice.number)} from ${sender}` : `Invoice from ${sender}`;
  return {
    subject: [...subject].slice(0, 200).join(''),
    html: emailHtml(input, sender),
    text: emailText(input, sender),
  };
}

/** Names that Windows keeps for devices, whatever follows the first dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The name under which an invoice's PDF is saved: nothing that any file system or mail program stumbles over. */
export function pdfFilename(invoice: Pick<InvoiceDocument, 'number'>): string {
  const safe = invoice.number
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.');
  const short = [...safe]
    .slice(0, 60)
    .join('')
    .replace(/^[.-]+|[.-]+$/g, '');
  if (short === '') return 'invoice.pdf';
  return reserved.test(short) ? `invoice-${short}.pdf` : `${short}.pdf`;
}

function facts({ invoice }: InvoiceEmailInput): [string, string][] {
  return [
    ['Invoice', invoice.number],
    ['Amount due', documentMoney(invoice.totals.total, invoice.currency).replaceAll('\u00a0', ' ')],
    ['Due', documentDate(invoice.dueDate)],
    ...(invoice.purchaseOrder === '' ? [] : [['Purchase order', invoice.purchaseOrder] as [string, string]]),
  ];
}

function greeting({ invoice, mode }: InvoiceEmailInput): string {
  return mode === 'pdf' && invoice.buyer.name !== '' ? `Hello ${oneLine(invoice.buyer.name)},` : 'Hello,';
}

const howToPay =
  'You can pay from a wallet, from an exchange, or by scanning a code; no account is needed. The page opens in your browser and checks that the invoice is unchanged since it was signed.';

function emailText(input: InvoiceEmailInput, sender: string): string {
  const { invoice, link, mode } = input;
  const told = mode === 'pdf' ? ['', ...facts(input).map(([label, value]) => `${label}: ${oneLine(value)}`)] : [];
  return [
    greeting(input),
    '',
    `${sender} sent you an invoice.`,
    ...told,
    '',
    'View and pay it here:',
    link,
    '',
    howToPay,
    ...(mode === 'pdf' ? ['The invoice is attached as a PDF.'] : []),
    ...(mode === 'pdf' && invoice.notes !== '' ? ['', written(invoice.notes)] : []),
    '',
    `Questions about this invoice? Reply to this email and ${sender} will get it.`,
    '',
  ].join('\n');
}

const ink = '#16201c';
const muted = '#5d6a64';
const accent = '#0f6b4f';
const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function emailHtml(input: InvoiceEmailInput, sender: string): string {
  const { invoice, link, mode } = input;
  const paragraph = (content: string, style = '') =>
    `<p style="margin:0 0 16px;${font};font-size:16px;line-height:24px;color:${ink};${style}">${content}</p>`;
  const amount = documentMoney(invoice.totals.total, invoice.currency).replaceAll('\u00a0', '&nbsp;');
  const summary =
    mode === 'pdf'
      ? `<p class="ink" style="margin:0 0 4px;${font};font-size:32px;line-height:40px;font-weight:600;color:${ink}">${amount}</p>` +
        paragraph(`Due ${documentDate(invoice.dueDate)}`, `color:${muted}`) +
        factsTable(input)
      : '';
  const notes =
    mode === 'pdf' && invoice.notes !== ''
      ? paragraph(escapeHtml(written(invoice.notes)).replaceAll('\n', '<br>'))
      : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Invoice</title>
<style>@media (prefers-color-scheme: dark) { .page { background:#121614 !important } .card { background:#1b211e !important } .card p, .card td, .ink { color:#e8ece9 !important } .card .muted { color:#a3aea8 !important } }</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f5f3">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" style="max-width:560px;width:100%;background:#ffffff;border-radius:12px"><tr><td style="padding:36px 36px 28px">
${paragraph(escapeHtml(sender), `font-weight:600;color:${accent}`)}
${paragraph(escapeHtml(greeting(input)))}
${paragraph(`${escapeHtml(sender)} sent you an invoice.`)}
${summary}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr><td style="background:${accent};border-radius:8px"><a href="${escapeHtml(link)}" style="display:inline-block;padding:13px 26px;${font};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">View and pay</a></td></tr></table>
${notes}
<p class="muted" style="margin:0 0 12px;${font};font-size:13px;line-height:20px;color:${muted}">${howToPay}${mode === 'pdf' ? ' The invoice is attached as a PDF.' : ''}</p>
<p class="muted" style="margin:0;${font};font-size:13px;line-height:20px;color:${muted}">Questions about this invoice? Reply to this email and ${escapeHtml(sender)} will get it. If the button does not work, copy this address into your browser:<br><span style="word-break:break-all">${escapeHtml(link)}</span></p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function factsTable(input: InvoiceEmailInput): string {
  const rows = facts(input)
    .filter(([label]) => label !== 'Amount due' && label !== 'Due')
    .map(
      ([label, value]) =>
        `<tr><td class="muted" style="padding:2px 16px 2px 0;${font};font-size:14px;line-height:20px;color:${muted}">${label}</td>` +
        `<td style="padding:2px 0;${font};font-size:14px;line-height:20px;color:${ink}">${escapeHtml(value)}</td></tr>`,
    );
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 20px">${rows.join('')}</table>`;
}

/** One line of plain text: a name must not add headers, lines or hidden characters. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** Text of many lines without hidden characters. */
function written(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
