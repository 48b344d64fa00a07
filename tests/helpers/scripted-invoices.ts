import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import type { InvoiceFilter, InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import { draftTotals } from '../../shared/invoice/draft-totals.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { issueInvoice } from '../../shared/invoice/issue-invoice.ts';
import { displayState, displayStates } from '../../shared/invoice/lifecycle.ts';
import { validateDraft } from '../../shared/invoice/validate-draft.ts';
import { tokensOn } from '../../shared/money/token.ts';
import { unwrap } from '../../shared/result.ts';
import * as data from './scripted-data.ts';
import type { ScriptedState } from './scripted-engine.ts';

/** An invoice of the scripted engine: what the app is shown, and whether it was deleted. */
export interface ScriptedInvoice {
  view: InvoiceView;
  isDeleted: boolean;
}

/** A draft in a scripted world. */
export function newInvoice(state: ScriptedState, id: string, change: Partial<InvoiceDraft>): ScriptedInvoice {
  const draft = data.draft(change);
  const at = data.minutesAgo(60);
  const view: InvoiceView = {
    id,
    lifecycle: 'draft',
    state: 'draft',
    draft,
    signed: null,
    signatureFingerprint: null,
    settlement: null,
    payments: [],
    adjustments: [],
    sameNumber: [],
    timeline: [data.entry('created', at)],
    jobs: [],
    link: null,
    delivery: 'none',
    problems: [...validateDraft(draft, { purpose: 'issue', seller: state.settings.seller, today: data.today })].map(
      (problem) => ({ ...problem, path: problem.path ? [...problem.path] : [] }),
    ),
    createdAt: at,
    updatedAt: at,
  };
  return { view, isDeleted: false };
}

/** Issues a scripted draft under a number. Its signature is made of zeros: nothing here checks it. */
export function issue(state: ScriptedState, invoice: ScriptedInvoice, number: string, issueDate = data.today): void {
  const { view } = invoice;
  const context = { id: view.id, number, seller: state.settings.seller, today: issueDate };
  const document = unwrap(issueInvoice(view.draft, context));
  const token = tokensOn(31337)[0];
  if (!token) throw new Error('The practice chain has no token');
  const units = (BigInt(document.totals.total) * 10_000n).toString();
  invoice.view = {
    ...view,
    lifecycle: 'issued',
    signed: {
      payable: {
        format: 'quittance/payable-invoice',
        version: 1,
        invoice: document,
        terms: {
          options: [
            {
              chainId: token.chainId,
              token: token.address,
              symbol: token.symbol,
              decimals: token.decimals,
              address: data.practiceWallet,
              ownAddress: false,
              exact: units,
              tagged: units,
            },
          ],
          tag: '0'.repeat(32),
          tail: 0,
          rates: [],
          expiresAt: `${document.dueDate}T23:59:59.000Z`,
          monitorUntil: `${document.dueDate}T23:59:59.000Z`,
        },
      },
      signature: { algorithm: 'Ed25519', publicKey: '0'.repeat(64), value: '0'.repeat(128) },
    },
    signatureFingerprint: data.workspace.signingFingerprint,
    timeline: [...view.timeline, data.entry('issued', data.minutesAgo(50), `As ${number}`)],
    problems: [],
    updatedAt: new Date().toISOString(),
  };
  settle(invoice, []);
}

/** Gives an invoice its payments and works its state out, with what was put right by hand. */
export function settle(invoice: ScriptedInvoice, payments: readonly PaymentView[]): void {
  const { view } = invoice;
  const document = view.signed?.payable.invoice;
  if (!document) return;
  const total = BigInt(document.totals.total);
  const sum = (states: readonly string[]): bigint =>
    payments
      .filter(({ payment }) => states.includes(payment.state))
      .reduce((all, { value }) => all + BigInt(value), 0n);
  const by = (kind: AdjustmentView['kind']): bigint =>
    view.adjustments
      .filter((one) => one.kind === kind && one.isCounted && !one.undone)
      .reduce((all, { amount }) => all + BigInt(amount), 0n);
  const [credited, refunded, outside, forgiven] = [
    by('credit-note'),
    by('refund'),
    by('paid-outside'),
    by('tolerance'),
  ];
  const received = sum(['confirmed', 'final']) + outside - refunded;
  const due = total > credited ? total - credited : 0n;
  const open = due - forgiven - received;
  const status = statusOf(open, open === total);
  const isCredited = credited >= total;
  const lifecycle = view.lifecycle === 'issued' && isCredited ? 'credited' : view.lifecycle;
  invoice.view = {
    ...view,
    lifecycle: lifecycle === 'credited' && !isCredited ? 'issued' : lifecycle,
    payments: [...payments],
    settlement: {
      status,
      due: due.toString(),
      received: received.toString(),
      pending: sum(['seen', 'confirming']).toString(),
      credited: credited.toString(),
      refunded: refunded.toString(),
      outside: outside.toString(),
      forgiven: forgiven.toString(),
      isFinal: payments.length > 0 && payments.every(({ isFinal }) => isFinal),
      remaining: (open > 0n ? open : 0n).toString(),
      over: (open < 0n ? -open : 0n).toString(),
      late: false,
      settledAt: open > 0n ? null : (payments.at(-1)?.payment.blockTime ?? null),
    },
  };
  const { dueDate } = document;
  invoice.view.state = displayState({
    lifecycle: invoice.view.lifecycle,
    settlement: status,
    dueDate,
    today: data.today,
  });
}

function statusOf(open: bigint, isUntouched: boolean): 'unpaid' | 'partial' | 'paid' | 'overpaid' {
  if (open < 0n) return 'overpaid';
  if (open === 0n) return 'paid';
  return isUntouched ? 'unpaid' : 'partial';
}

/** An invoice as a row of the list. */
export function rowOf({ view }: ScriptedInvoice): InvoiceRow {
  const document = view.signed?.payable.invoice;
  const coming = view.payments.find(
    ({ payment }) => payment.state === 'seen' || payment.state === 'confirming',
  )?.payment;
  return {
    id: view.id,
    number: document?.number ?? null,
    buyerName: view.draft.buyer.name || view.draft.buyer.email,
    issueDate: document?.issueDate ?? view.draft.issueDate,
    dueDate: view.draft.dueDate,
    currency: view.draft.currency,
    total: document?.totals.total ?? draftTotals(view.draft)?.total ?? null,
    received: view.settlement?.received ?? '0',
    state: view.state,
    pending: coming
      ? { confirmations: coming.confirmations, requiredConfirmations: coming.requiredConfirmations }
      : null,
    delivery: view.delivery,
    updatedAt: view.updatedAt,
  };
}

const inFilter: Readonly<Record<InvoiceFilter, readonly string[]>> = {
  all: displayStates,
  draft: ['draft'],
  open: ['open', 'partial', 'overdue'],
  overdue: ['overdue'],
  paid: ['paid', 'overpaid'],
  void: ['void', 'credited', 'uncollectible'],
};

/** Whether a row belongs under a tab. */
export function matchesFilter(row: InvoiceRow, filter: InvoiceFilter): boolean {
  return inFilter[filter].includes(row.state);
}

/** How many invoices stand under each tab. */
export function countsOf(state: ScriptedState): Record<InvoiceFilter, number> {
  const rows = [...state.invoices.values()].filter((invoice) => !invoice.isDeleted).map(rowOf);
  const count = (filter: InvoiceFilter): number => rows.filter((row) => matchesFilter(row, filter)).length;
  return {
    all: count('all'),
    draft: count('draft'),
    open: count('open'),
    overdue: count('overdue'),
    paid: count('paid'),
    void: count('void'),
  };
}

/** Fills the world with invoices in every state, newest first. */
export function fillInvoices(state: ScriptedState, count: number): void {
  for (let index = 0; index < count; index++) {
    const number = `INV-${data.today.slice(0, 4)}-${String(count - index).padStart(4, '0')}`;
    const invoice = newInvoice(state, `invoice-${index}`, {
      buyer: data.buyerAt(index),
      dueDate: data.daysFromToday(14 - (index % 40)),
      lines: [
        data.line('line-1', {
          unitPrice: `${(index * 137) % 9000}.${String(index % 100).padStart(2, '0')}1`.slice(0, -1) || '1',
        }),
      ],
    });
    const total = BigInt(draftTotals(invoice.view.draft)?.total ?? '0');
    if (index % 9 !== 0 && total > 0n) {
      const issueDate = data.daysFromToday(-(index % 40));
      issue(state, invoice, number, issueDate);
      settle(invoice, paymentsAt(index, total));
      if (index % 31 === 5) invoice.view = { ...invoice.view, lifecycle: 'void', state: 'void' };
      if (index % 17 === 3) invoice.view = { ...invoice.view, delivery: index % 2 === 0 ? 'failed' : 'queued' };
    }
    state.invoices.set(invoice.view.id, invoice);
  }
}

function paymentsAt(index: number, total: bigint): PaymentView[] {
  const checked = { status: 'verified', detail: '', checkedAt: data.minutesAgo(1) } as const;
  if (index % 7 === 1)
    return [data.payment(total, { state: 'confirming', confirmations: 3, requiredConfirmations: 12 }, checked)];
  if (index % 7 === 2) return [data.payment(total / 2n, {}, checked)];
  if (index % 7 === 3) return [data.payment(total, { state: 'seen', confirmations: 0 }, checked)];
  return index % 7 > 4 ? [data.payment(total, { state: 'final' }, checked)] : [];
}
