import type { Content, ContentColumns } from 'pdfmake/interfaces.js';
import { explorerTxUrl } from '../money/chain.ts';
import type { Receipt, ReceiptPayment, ReceiptRefund } from '../payment/receipt.ts';
import { documentAmount, documentDate } from './document-format.ts';
import { tabular, type PdfText } from './pdf-text.ts';
import { pdfColors } from './pdf-theme.ts';
import { methodWords, stateWords, transferWords } from './receipt-words.ts';

/**
 * Everything that came and went, in order of time: when, what, where it stands, what it is worth, and under it the
 * transaction in full. The amounts add up to what was received. Headings repeat on every page, and rows stay whole.
 */
export function receiptTable(receipt: Receipt, text: PdfText): Content {
  const head = columns(
    [text('DATE', { style: 'head' })],
    ['PAYMENT', 'STATE', `AMOUNT ${receipt.currency}`].map((heading, index) =>
      text(heading, { style: 'head', alignment: index === 2 ? 'right' : 'left' }),
    ),
  );
  const rows = rowsOf(receipt, text).map((row) => [rowContent(row, text)]);
  return {
    table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: ['*'], body: [[head], ...rows] },
    layout: {
      hLineWidth: (line) => (line === 0 ? 0 : line === 1 ? 0.9 : 0.5),
      vLineWidth: () => 0,
      hLineColor: (line) => (line === 1 ? pdfColors.ink : pdfColors.rule),
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: (row) => (row === 0 ? 0 : 7),
      paddingBottom: (row) => (row === 0 ? 5 : 6),
    },
    margin: [0, 18, 0, 0],
  };
}

interface Row {
  /** A calendar date, or an instant of which the day is shown. */
  readonly at: string;
  readonly what: string;
  readonly state: string;
  readonly amount: string;
  readonly more: readonly Content[];
}

function rowsOf({ payments, outside, refunds, currency }: Receipt, text: PdfText): Row[] {
  const rows: Row[] = [
    ...payments.map((payment) => ({
      at: payment.at,
      what: transferWords(payment),
      state: stateWords(payment),
      amount: documentAmount(payment.amount, currency),
      more: transaction(payment, `From ${payment.from}`, text),
    })),
    ...outside.map((each) => ({
      at: each.date,
      what: methodWords(each),
      state: 'Recorded by hand',
      amount: documentAmount(each.amount, currency),
      more: [],
    })),
    ...refunds.map((refund) => ({
      at: refund.at,
      what: `Refund: ${transferWords(refund)}`,
      state: refund.isFinal ? 'Final' : 'Confirmed',
      amount: `−${documentAmount(refund.amount, currency)}`,
      more: transaction(refund, `To ${refund.to}`, text),
    })),
  ];
  return rows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function rowContent(row: Row, text: PdfText): Content {
  const date = [text(documentDate(row.at.slice(0, 10)), { noWrap: true })];
  const cells = [
    text(row.what),
    text(row.state, { color: row.state === 'Final' ? pdfColors.accent : pdfColors.ink }),
    text(row.amount, { ...tabular, alignment: 'right', noWrap: true }),
  ];
  if (row.more.length === 0) return columns(date, cells);
  return {
    columns: [
      { width: dateWidth, stack: date },
      { width: '*', stack: [columns(null, cells), ...row.more] },
    ],
    columnGap: gap,
  };
}

const dateWidth = 92;
const gap = 10;

function columns(date: Content[] | null, [what = '', state = '', amount = '']: readonly Content[]): ContentColumns {
  return {
    columns: [
      ...(date === null ? [] : [{ width: dateWidth, stack: date }]),
      { width: '*', stack: [what] },
      { width: 100, stack: [state] },
      { width: 80, stack: [amount] },
    ],
    columnGap: gap,
  };
}

/** The transaction in full, and who was on the other side; the hash opens the chain's explorer, where there is one. */
function transaction(
  { chainId, txHash, blockNumber }: ReceiptPayment | ReceiptRefund,
  other: string,
  text: PdfText,
): Content[] {
  const url = explorerTxUrl(chainId, txHash);
  const look = { style: 'small', fontSize: 7.5 };
  const where = url === null ? '' : ` · see it on ${new URL(url).host}`;
  return [
    text(txHash, { ...look, ...(url === null ? {} : { link: url, color: pdfColors.accent }), margin: [0, 2, 0, 1] }),
    text(`${other} · block ${blockNumber}${where}`, look),
  ];
}
