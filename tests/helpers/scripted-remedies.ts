import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import type { JobView } from '../../shared/app-api/job-view.ts';
import { parseMoney } from '../../shared/money/amount.ts';
import { chainOf, explorerTxUrl } from '../../shared/money/chain.ts';
import { tokensOn } from '../../shared/money/token.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import * as data from './scripted-data.ts';
import type { ScriptedState } from './scripted-engine.ts';
import { settle, type ScriptedInvoice } from './scripted-invoices.ts';
import { drawDraft } from './scripted-pdf.ts';

type Names =
  | `invoice.${'writeOff' | 'credit' | 'recordRefund' | 'recordOutside' | 'receipt' | 'sendReceipt'}`
  | `creditNote.${'pdf' | 'send'}`
  | `adjustment.${'undo' | 'restore'}`;

const unknown = fail('invoice.unknown', 'There is no such invoice.');

/** The scripted engine's remedies: what an owner puts right on an invoice by hand. */
export function remedyCommands(state: ScriptedState): Pick<AppHandlers['commands'], Names> {
  return { ...adjustCommands(state), ...paperCommands(state) };
}

function adjustCommands(state: ScriptedState) {
  let made = 0;
  function add(id: string, change: Pick<AdjustmentView, 'kind' | 'amount'> & Partial<AdjustmentView>): string {
    const adjustmentId = `adjustment-${++made}`;
    edit(state, id, (invoice) => {
      const fresh = { ...data.adjustment(adjustmentId, change.kind, change.amount), ...change };
      invoice.view = { ...invoice.view, adjustments: [...invoice.view.adjustments, fresh] };
    });
    return adjustmentId;
  }
  function setUndone(id: string, undone: boolean) {
    for (const [invoiceId, { view }] of state.invoices)
      if (view.adjustments.some((one) => one.id === id)) {
        edit(state, invoiceId, (invoice) => {
          const adjustments = invoice.view.adjustments.map((one) => (one.id === id ? { ...one, undone } : one));
          invoice.view = { ...invoice.view, adjustments };
        });
        return ok({});
      }
    return fail('adjustment.unknown', 'There is no such entry.');
  }
  return {
    'invoice.writeOff': async ({ id, reason }: { id: string; reason: string }) => {
      const isKnown = edit(state, id, (invoice) => {
        const timeline = [...invoice.view.timeline, data.entry('written-off', data.minutesAgo(0), reason)];
        invoice.view = { ...invoice.view, lifecycle: 'uncollectible', timeline };
      });
      return isKnown ? ok({}) : unknown;
    },
    'invoice.credit': async (input: { id: string; amount: string | null; reason: string }) => {
      const known = state.invoices.get(input.id);
      const document = known?.view.signed?.payable.invoice;
      if (!known || !document) return unknown;
      const left = BigInt(document.totals.total) - BigInt(known.view.settlement?.credited ?? '0');
      const amount = readAmount(input.amount, document.currency, left);
      if (!amount.ok) return amount;
      const number = `CN-${data.today.slice(0, 4)}-${String(made + 1).padStart(4, '0')}`;
      const change = { amount: amount.value.toString(), number, note: input.reason };
      const adjustmentId = add(input.id, { kind: 'credit-note', ...change });
      return ok({ adjustmentId, number });
    },
    'invoice.recordRefund': async (input: { id: string; chainId: number; txHash: string; note: string }) => {
      const known = state.invoices.get(input.id);
      if (!known) return unknown;
      if (!/^0x[0-9a-f]{64}$/.test(input.txHash))
        return fail('refund.hash', 'That is no transaction hash.', { path: ['txHash'] });
      const over = BigInt(known.view.settlement?.over ?? '0');
      const amount = (over > 0n ? over : 1000n).toString();
      const transfer = refundTransfer(input.chainId, input.txHash, BigInt(amount));
      return ok({
        adjustmentId: add(input.id, { kind: 'refund', amount, note: input.note, isCounted: false, transfer }),
      });
    },
    'invoice.recordOutside': async (input: {
      id: string;
      amount: string;
      method: NonNullable<AdjustmentView['method']>;
      note: string;
    }) => {
      const currency = state.invoices.get(input.id)?.view.draft.currency;
      if (!currency) return unknown;
      const amount = readAmount(input.amount, currency, 10n ** 15n);
      if (!amount.ok) return amount;
      const { method, note } = input;
      const id = add(input.id, { kind: 'paid-outside', amount: amount.value.toString(), method, note });
      return ok({ adjustmentId: id });
    },
    'adjustment.undo': async ({ id }: { id: string }) => setUndone(id, true),
    'adjustment.restore': async ({ id }: { id: string }) => setUndone(id, false),
  };
}

function paperCommands(state: ScriptedState) {
  function queue(id: string, kind: 'receipt' | 'credit-note', to: string | null) {
    const jobId = `${kind}-${id}`;
    const isKnown = edit(state, id, ({ view }) => {
      const isOnline = state.workspace.relay.status === 'online';
      view.jobs = [...view.jobs, jobOf(jobId, id, kind, isOnline, to)];
    });
    return isKnown ? ok({ jobIds: [jobId] }) : unknown;
  }
  const holder = (adjustmentId: string): string =>
    [...state.invoices].find(([, { view }]) => view.adjustments.some(({ id }) => id === adjustmentId))?.[0] ?? '';
  async function draw(id: string, name: string) {
    const view = state.invoices.get(id)?.view;
    return view ? ok({ filename: `${name}.pdf`, content: await drawDraft(view.draft, name) }) : unknown;
  }
  return {
    'invoice.receipt': async ({ id }: { id: string }) => draw(id, 'Receipt'),
    'invoice.sendReceipt': async ({ id, to }: { id: string; to: string | null }) => queue(id, 'receipt', to),
    'creditNote.pdf': async ({ id }: { id: string }) => draw(holder(id), 'Credit note'),
    'creditNote.send': async ({ id, to }: { id: string; to: string | null }) => queue(holder(id), 'credit-note', to),
  };
}

function edit(state: ScriptedState, id: string, change: (invoice: ScriptedInvoice) => void): boolean {
  const known = state.invoices.get(id);
  if (!known) return false;
  const invoice = { ...known, view: { ...known.view } };
  change(invoice);
  settle(invoice, invoice.view.payments);
  state.invoices.set(id, invoice);
  state.changed();
  return true;
}

function readAmount(text: string | null, currency: string, most: bigint): Result<bigint> {
  if (text === null) return ok(most);
  const parsed = parseMoney(text, currency, ['amount']);
  if (!parsed.ok) return parsed;
  if (parsed.value.minor > most)
    return fail('credit.too-large', 'This is more than is left to credit.', { path: ['amount'] });
  return ok(parsed.value.minor);
}

function refundTransfer(chainId: number, txHash: string, cents: bigint): AdjustmentView['transfer'] {
  const token = tokensOn(chainId)[0];
  return {
    chainId,
    chainName: chainOf(chainId).name,
    txHash,
    explorerUrl: explorerTxUrl(chainId, txHash),
    symbol: token?.symbol ?? 'USDC',
    decimals: token?.decimals ?? 6,
    units: (cents * 10_000n).toString(),
    to: '0x90f79bf6eb2c4f870365e785982e1f101e93b906',
    verification: { status: 'waiting', detail: '', checkedAt: null },
  };
}

function jobOf(id: string, invoiceId: string, kind: JobView['kind'], isOnline: boolean, to: string | null): JobView {
  const createdAt = new Date().toISOString();
  const status = isOnline ? ('done' as const) : ('queued' as const);
  return {
    id,
    invoiceId,
    kind,
    status,
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    createdAt,
    to,
    messageId: null,
  };
}
