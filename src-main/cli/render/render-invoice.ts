import { draftTotals } from '../../../shared/invoice/draft-totals.ts';
import type { InvoiceView } from '../../../shared/app-api/invoice-view.ts';
import type { PaymentView } from '../../../shared/app-api/payment-view.ts';
import { formatTokenAmount } from '../../../shared/money/amount.ts';
import { columns } from './columns.ts';
import { formatMinor } from './format-money.ts';

/** One invoice, whole, for reading in a terminal. */
export function renderInvoice(view: InvoiceView): string {
  return [
    heading(view),
    parties(view),
    lines(view),
    money(view),
    payments(view),
    creditNotes(view),
    adjustments(view),
    timeline(view),
    waiting(view),
    gaps(view),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function heading(view: InvoiceView): string {
  const number = view.signed?.payable.invoice.number ?? 'Draft';
  const others = view.sameNumber.map(
    ({ id }) => `\nThe number was given out twice: void this one, or ${id}, and issue it anew.`,
  );
  return `${number}  ${view.state}\n${view.id}${others.join('')}`;
}

function parties({ draft, signed, link, signatureFingerprint }: InvoiceView): string {
  const invoice = signed?.payable.invoice;
  const rows = [
    ['Client', [draft.buyer.name, draft.buyer.email].filter((text) => text !== '').join(' · ') || '–'],
    ['Issued', invoice?.issueDate ?? (draft.issueDate || 'not yet')],
    ['Due', (invoice?.dueDate ?? draft.dueDate) || '–'],
    ...(draft.purchaseOrder ? [['Order', draft.purchaseOrder]] : []),
    ...(signatureFingerprint ? [['Signed', signatureFingerprint]] : []),
  ];
  const facts = columns(rows);
  // A link is never cut: it would lose its key.
  return link ? `${facts}\nLink    ${link}` : facts;
}

function lines({ draft, signed }: InvoiceView): string {
  const currency = draft.currency;
  if (signed) {
    const frozen = signed.payable.invoice.lines;
    return columns(
      frozen.map((line) => [
        line.description,
        `${line.quantity} × ${line.unitPrice}`,
        formatMinor(line.amount, currency),
      ]),
      [2],
    );
  }
  const written = draft.lines.filter((line) => line.description !== '' || line.unitPrice !== '');
  return columns(written.map((line) => [line.description || '–', `${line.quantity} × ${line.unitPrice || '–'}`]));
}

function money({ draft, signed, settlement }: InvoiceView): string {
  const { currency } = draft;
  const totals = signed?.payable.invoice.totals ?? draftTotals(draft);
  if (!totals) return '';
  const rows = [['Total', formatMinor(totals.total, currency)]];
  if (settlement) {
    if (settlement.credited !== '0') rows.push(['Credited', formatMinor(settlement.credited, currency)]);
    rows.push(['Received', formatMinor(settlement.received, currency)]);
    if (settlement.outside !== '0') rows.push(['… outside', formatMinor(settlement.outside, currency)]);
    if (settlement.refunded !== '0') rows.push(['Refunded', formatMinor(settlement.refunded, currency)]);
    if (settlement.forgiven !== '0') rows.push(['Let go', formatMinor(settlement.forgiven, currency)]);
    if (settlement.pending !== '0') rows.push(['On its way', formatMinor(settlement.pending, currency)]);
    if (settlement.remaining !== '0') rows.push(['Remaining', formatMinor(settlement.remaining, currency)]);
    if (settlement.over !== '0') rows.push(['Too much', formatMinor(settlement.over, currency)]);
  }
  return columns(rows, [1]);
}

function payments(view: InvoiceView): string {
  if (view.payments.length === 0) return '';
  return `Payments\n${view.payments.map((payment) => `  ${paymentLine(payment)}`).join('\n')}`;
}

function creditNotes({ adjustments, draft }: InvoiceView): string {
  const notes = adjustments.filter(({ kind }) => kind === 'credit-note');
  if (notes.length === 0) return '';
  const rows = notes.map(({ number, at, amount, undone, note }) => [
    `  ${number ?? '–'}`,
    at.slice(0, 10),
    formatMinor(amount, draft.currency),
    undone ? 'undone' : (note.split('\n')[0] ?? ''),
  ]);
  return `Credit notes\n${columns(rows, [2])}`;
}

/** What was put right by hand; credit notes have a list of their own. */
function adjustments({ adjustments: all, draft }: InvoiceView): string {
  const others = all.filter(({ kind }) => kind !== 'credit-note');
  if (others.length === 0) return '';
  const rows = others.map(({ kind, at, amount, undone, isCounted, method, note }) => [
    `  ${kind}`,
    at.slice(0, 10),
    formatMinor(amount, draft.currency),
    undone ? 'undone' : isCounted ? 'counts' : 'does not count yet',
    [method, note.split('\n')[0]].filter((text) => text).join(', '),
  ]);
  const ids = others.map(({ id, kind }) => `  ${kind}: ${id}`);
  return `Put right by hand\n${columns(rows, [2])}\n${ids.join('\n')}`;
}

function paymentLine({ payment, symbol, decimals, chainName, explorerUrl, verification }: PaymentView): string {
  const amount = formatTokenAmount({ units: BigInt(payment.units), token: { decimals, symbol } }, 'en-US');
  const depth = `${payment.confirmations}/${payment.requiredConfirmations} confirmations`;
  const check = verification.detail ? `${verification.status} (${verification.detail})` : verification.status;
  const where = explorerUrl ?? payment.txHash;
  return `${amount} on ${chainName}, block ${payment.blockNumber}, ${payment.state}, ${depth}, ${check}\n    ${where}`;
}

function timeline(view: InvoiceView): string {
  if (view.timeline.length === 0) return '';
  const rows = view.timeline.map(
    (entry) => `  ${entry.at.slice(0, 19).replace('T', ' ')}Z  ${entry.detail || entry.kind}`,
  );
  return `Timeline (UTC)\n${rows.join('\n')}`;
}

function waiting(view: InvoiceView): string {
  const open = view.jobs.filter((job) => job.status !== 'done');
  if (open.length === 0) return '';
  const rows = open.map(
    (job) => `  ${job.kind}${job.to ? ` to ${job.to}` : ''}: ${job.problem?.message ?? job.status}`,
  );
  return `Waiting for the relay\n${rows.join('\n')}`;
}

function gaps(view: InvoiceView): string {
  if (view.problems.length === 0) return '';
  return `Before it can be issued\n${view.problems.map((problem) => `  ${problem.message}`).join('\n')}`;
}
