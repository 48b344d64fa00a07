import type { Content } from 'pdfmake/interfaces.js';
import type { FrozenInvoice } from '../invoice/frozen-invoice.ts';
import { transferUri } from '../money/eip681.ts';
import type { PaymentOption, PaymentTerms } from '../payment/payment-terms.ts';
import { paymentRoutes, routeNote } from './payment-routes.ts';
import { qrCode } from './pdf-qr.ts';
import { tabular, type PdfText } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';

/** Points. With a link of 110 characters a module is about 0.6 mm, which phones read from paper at arm's length. */
const qrSize = 104;

/**
 * How to pay: a QR code and the link of the payment page, then for a wallet or an exchange the address, the networks
 * and tokens, and the exact amount. Without a link, the QR code is the EIP-681 request of the first option.
 */
export function paymentBlock(invoice: FrozenInvoice, terms: PaymentTerms, link: string | null, text: PdfText): Content {
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

function byHand({ options }: PaymentTerms, text: PdfText): Content[] {
  return paymentRoutes(options, (option) => BigInt(option.tagged)).flatMap(({ amount, address, networks }) => [
    text(`Or send exactly ${amount} to`, { ...tabular, fontSize: 8.5 }),
    text(address, { fontSize: 8.5, bold: true, margin: [0, 1, 0, 3] }),
    ...networks.map((network) => text(`On ${network}`, { style: 'small' })),
    text(routeNote, { style: 'small', margin: [0, 2, 0, 4] }),
  ]);
}

function requestUri(option: PaymentOption): string {
  return transferUri({
    chainId: option.chainId,
    token: option.token as `0x${string}`,
    recipient: option.address as `0x${string}`,
    units: BigInt(option.tagged),
  });
}
