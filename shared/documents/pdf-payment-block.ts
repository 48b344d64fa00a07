import type { Content } from 'pdfmake/interfaces.js';
import type { InvoiceDocument } from '../invoice/invoice-document.ts';
import { findChain } from '../money/chain.ts';
import { transferUri } from '../money/eip681.ts';
import { tokenAmountToDecimal } from '../money/amount.ts';
import type { PaymentOption, PaymentTerms } from '../payment/payment-terms.ts';
import { documentNumber } from './document-format.ts';
import { qrCode } from './pdf-qr.ts';
import { tabular, type PdfText } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';

/** Points. With a link of 110 characters a module is about 0.6 mm, which phones read from paper at arm's length. */
const qrSize = 104;

/**
 * How to pay: a QR code and the link of the payment page, then for a wallet or an exchange the address, the networks and
 * tokens, and the exact amount. Without a link, the QR code is the EIP-681 request of the first option.
 */
export function paymentBlock(
  invoice: InvoiceDocument,
  terms: PaymentTerms,
  link: string | null,
  text: PdfText,
): Content {
  const [first] = terms.options;
  if (!first) return '';
  const online: Content[] = link
    ? [
        text('Pay online', { bold: true, fontSize: 11 }),
        text('Scan the code, or open this address:', { style: 'small', margin: [0, 2, 0, 2] }),
        { ...text(link, { fontSize: 8, color: pdfColors.accent, link }), margin: [0, 0, 0, 8] },
      ]
    : [text('Pay in stablecoin', { bold: true, fontSize: 11, margin: [0, 0, 0, 4] })];
  const block: Content = {
    columns: [qrCode(link ?? requestUri(first), qrSize), { width: '*', stack: [...online, ...byHand(terms, text)] }],
    columnGap: 18,
  };
  return {
    table: { widths: ['*'], body: [[block]] },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      fillColor: () => pdfColors.tint,
      paddingLeft: () => 12,
      paddingRight: () => 12,
      paddingTop: () => 12,
      paddingBottom: () => 12,
    },
    margin: [0, 16, 0, 0],
    unbreakable: terms.options.length <= 40,
  };
}

/** Options that differ only in chain and token share one address and one amount: they are said once. */
function byHand(terms: PaymentTerms, text: PdfText): Content[] {
  const groups = new Map<string, PaymentOption[]>();
  for (const option of terms.options) {
    const key = `${option.address} ${exactAmount(option)}`;
    groups.set(key, [...(groups.get(key) ?? []), option]);
  }
  return [...groups.values()].flatMap((options) => {
    const [first] = options;
    if (!first) return [];
    return [
      text(`Or send exactly ${documentNumber(exactAmount(first))} ${symbolsOf(options)} to`, {
        ...tabular,
        fontSize: 8.5,
      }),
      text(first.address, { fontSize: 8.5, bold: true, margin: [0, 1, 0, 3] }),
      ...networks(options, text),
      text('Other tokens or networks are not noticed. The exact amount is how the payment is recognised.', {
        style: 'small',
        margin: [0, 2, 0, 4],
      }),
    ];
  });
}

function exactAmount(option: PaymentOption): string {
  return tokenAmountToDecimal({ units: BigInt(option.tagged), token: option });
}

function symbolsOf(options: readonly PaymentOption[]): string {
  return listed([...new Set(options.map((option) => option.symbol))], 'or');
}

/** Each network with the tokens taken on it: not every token is taken, or even exists, on every network. */
function networks(options: readonly PaymentOption[], text: PdfText): Content[] {
  const byChain = Map.groupBy(options, (option) => option.chainId);
  return [...byChain].map(([chainId, taken]) =>
    text(`On ${findChain(chainId)?.name ?? `chain ${chainId}`}: ${taken.map((option) => option.symbol).join(', ')}`, {
      style: 'small',
    }),
  );
}

function listed(items: readonly string[], word: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

function requestUri(option: PaymentOption): string {
  return transferUri({
    chainId: option.chainId,
    token: option.token as `0x${string}`,
    recipient: option.address as `0x${string}`,
    units: BigInt(option.tagged),
  });
}
