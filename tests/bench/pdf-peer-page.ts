import { encode } from 'uqr';
import { documentAmount, documentDate, documentMoney, documentPrice } from '../../shared/documents/document-format.ts';
import type { InvoicePdfInput } from '../../shared/documents/invoice-pdf-input.ts';
import type { Party } from '../../shared/invoice/party.ts';

/**
 * An empty page whose styles print an invoice's body, {@link peerBody}, much as the PDF looks: the same fonts, repeated
 * headings, rows kept whole.
 *
 * @param fonts CSS sources of the regular and the semi-bold face
 */
export function peerPage(fonts: { readonly regular: string; readonly bold: string }): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><style>
@font-face { font-family: Inter; src: ${fonts.regular} }
@font-face { font-family: Inter; font-weight: 600; src: ${fonts.bold} }
body { font: 12.7px/1.4 Inter; color: #16201c; margin: 0 } h1 { font-size: 29px; margin: 0 } h1, b { font-weight: 600 }
header, section { display: flex; justify-content: space-between; gap: 32px; margin-bottom: 24px }
table { width: 100%; border-collapse: collapse } th { font-size: 10px; text-align: left }
td { padding: 8px 0; border-bottom: 1px solid #d9dedb } td:nth-child(n+2) { text-align: right; font-variant-numeric: tabular-nums }
tr, aside { break-inside: avoid } aside { display: flex; gap: 24px; padding: 18px; background: #f2f6f4 }
</style><body>Inter <b>Inter</b></body></html>`;
}

/** The same facts in the same order as in the PDF, with the same code; it says less (no totals carried between pages). */
export function peerBody(input: InvoicePdfInput): string {
  const { invoice, terms, link } = input;
  const money = (minor: string): string => documentAmount(minor, invoice.currency);
  const lines = invoice.lines.map(
    (line) =>
      `<tr><td>${line.description}<td>${line.quantity}<td>${documentPrice(line.unitPrice, 2)}<td>${line.taxRate}%<td>${money(line.amount)}`,
  );
  const taxes = invoice.totals.taxes.map(
    (tax) => `<tr><td>${tax.category}<td>${tax.rate}%<td>${money(tax.taxable)}<td>${money(tax.tax)}`,
  );
  const options = terms?.options.map((option) => `${option.symbol} on chain ${option.chainId}`).join(', ') ?? '';
  return `<header><b>${invoice.seller.name}</b><div>INVOICE<h1>${invoice.number}</h1></div></header>
<section>${party('FROM', invoice.seller)}${party('BILLED TO', invoice.buyer)}<div>ISSUED<br>${documentDate(invoice.issueDate)}<br>DUE<br>${documentDate(invoice.dueDate)}</div></section>
<section><h1>${documentMoney(invoice.totals.total, invoice.currency)}</h1><b>Due ${documentDate(invoice.dueDate)}</b></section>
<table><thead><tr><th>DESCRIPTION<th>QTY<th>PRICE<th>TAX<th>AMOUNT<tbody>${lines.join('')}</table>
<section><table>${taxes.join('')}</table><table><tr><td>Lines<td>${money(invoice.totals.lines)}<tr><td>Net<td>${money(invoice.totals.net)}<tr><td>Tax<td>${money(invoice.totals.tax)}<tr><td><b>Total due</b><td><b>${documentMoney(invoice.totals.total, invoice.currency)}</b></table></section>
<p>${invoice.notes}</p><aside>${code(link ?? '')}<div><b>Pay online</b><br><a href="${link}">${link}</a><br>Or send exactly ${terms?.options[0]?.tagged} to<br><b>${terms?.options[0]?.address}</b><br>${options}</div></aside>`;
}

function party(label: string, who: Party): string {
  return `<div>${label}<br><b>${who.name}</b><br>${who.address.replaceAll('\n', '<br>')}<br>${who.email}<br>Tax ID ${who.taxId}</div>`;
}

function code(link: string): string {
  const { data, size } = encode(link, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return `<svg width="139" height="139" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`;
}
