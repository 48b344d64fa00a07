import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { CommandInput, QueryOutput } from '../../shared/app-api/app-api.ts';
import type { InboxList, UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import { fail, ok, type Problem } from '../../shared/result.ts';
import * as data from './scripted-data.ts';
import type { ScriptedState } from './scripted-engine.ts';
import { rowOf, settle, type ScriptedInvoice } from './scripted-invoices.ts';

type Names = 'transfer.assign' | 'transfer.markInternal' | 'transfer.undo';

/** The list of the inbox in which a transfer stands. */
export function listOf({ assignment }: UnmatchedView): InboxList {
  if (assignment?.internal) return 'internal';
  return assignment && assignment.parts.length > 0 ? 'assigned' : 'open';
}

/** One list of the scripted inbox. */
export function readInbox(state: ScriptedState, list: InboxList, limit: number): QueryOutput<'inbox'> {
  const found = [...state.transfers.values()].filter((one) => listOf(one) === list);
  return { rows: found.slice(0, limit), total: found.length };
}

/** The scripted engine's commands on transfers: an owner's word stands in place of any attribution. */
export function transferCommands(state: ScriptedState): Pick<AppHandlers['commands'], Names> {
  return {
    'transfer.assign': async ({ key, parts }) => {
      const known = state.transfers.get(key) ?? takeOff(state, key);
      if (!known) return unknownTransfer;
      const problem = judge(state, known, parts);
      if (problem) return { ok: false, problem };
      release(state, key);
      const named = parts.map((part) => nameOf(state, known, part));
      for (const part of named) credit(state, known, part);
      state.transfers.set(key, { ...known, assignment: { internal: false, parts: named } });
      state.changed();
      return ok({});
    },
    'transfer.markInternal': async ({ key }) => {
      const known = state.transfers.get(key);
      if (!known) return unknownTransfer;
      release(state, key);
      state.transfers.set(key, { ...known, assignment: { internal: true, parts: [] } });
      state.changed();
      return ok({});
    },
    'transfer.undo': async ({ key }) => {
      const known = state.transfers.get(key);
      if (!known) return unknownTransfer;
      release(state, key);
      const origin = state.takenOff.get(key);
      if (origin) {
        putBack(state, origin.invoiceId, origin.payment);
        state.takenOff.delete(key);
        state.transfers.delete(key);
      } else state.transfers.set(key, { ...known, assignment: null });
      state.changed();
      return ok({});
    },
  };
}

const unknownTransfer = fail('transfer.unknown', 'There is no such transfer.');

type Part = CommandInput<'transfer.assign'>['parts'][number];
type NamedPart = NonNullable<UnmatchedView['assignment']>['parts'][number];

function judge(state: ScriptedState, known: UnmatchedView, parts: readonly Part[]): Problem | null {
  const sum = parts.reduce((all, part) => all + BigInt(part.units), 0n);
  if (sum > BigInt(known.units))
    return fail('assignment.exceeds-transfer', 'The parts come to more than the transfer holds.').problem;
  const lacking = parts.findIndex((part) => part.value === null && valueOf(state, known, part) === null);
  if (lacking === -1) return null;
  const message = 'The invoice does not name this token. Say what the part is worth.';
  return fail('assignment.value-needed', message, { path: ['parts', lacking, 'value'] }).problem;
}

/** What a part is worth by its invoice's terms; null where they do not name the token. */
function valueOf(state: ScriptedState, known: UnmatchedView, part: Part): bigint | null {
  const signed = state.invoices.get(part.invoiceId)?.view.signed;
  const option = signed?.payable.terms.options.find(
    ({ chainId, symbol }) => chainId === known.chainId && symbol === known.symbol && known.currency !== null,
  );
  if (!signed || !option) return null;
  return (BigInt(signed.payable.invoice.totals.total) * BigInt(part.units)) / BigInt(option.exact);
}

function nameOf(state: ScriptedState, known: UnmatchedView, part: Part): NamedPart {
  const invoice = state.invoices.get(part.invoiceId);
  const row = invoice ? rowOf(invoice) : undefined;
  return {
    invoiceId: part.invoiceId,
    number: row?.number ?? '',
    buyerName: row?.buyerName ?? '',
    currency: row?.currency ?? 'USD',
    units: part.units,
    value: part.value ?? (valueOf(state, known, part) ?? 0n).toString(),
  };
}

function credit(state: ScriptedState, known: UnmatchedView, part: NamedPart): void {
  const { key, txHash, from, to, requiredConfirmations, confirmations, chainId } = known;
  const ledger = { key, txHash, from, to, requiredConfirmations, confirmations, chainId, state: known.state };
  const made = data.payment(BigInt(part.value), { ...ledger, units: part.units, rule: 'manual' }, known.verification);
  const { symbol, decimals, chainName, explorerUrl } = known;
  putBack(state, part.invoiceId, { ...made, symbol, decimals, chainName, explorerUrl });
}

function putBack(state: ScriptedState, invoiceId: string, payment: PaymentView): void {
  edit(state, invoiceId, (invoice) => settle(invoice, [...invoice.view.payments, payment]));
}

/** Takes a transfer's payments off every invoice. */
function release(state: ScriptedState, key: string): void {
  for (const [id, { view }] of state.invoices)
    if (view.payments.some(({ payment }) => payment.key === key))
      edit(state, id, (invoice) =>
        settle(
          invoice,
          invoice.view.payments.filter(({ payment }) => payment.key !== key),
        ),
      );
}

/** A payment as the transfer that it is, for the inbox; where it came from is kept, so that undo finds it. */
function takeOff(state: ScriptedState, key: string): UnmatchedView | null {
  for (const [invoiceId, { view }] of state.invoices) {
    const found = view.payments.find(({ payment }) => payment.key === key);
    if (!found) continue;
    state.takenOff.set(key, { invoiceId, payment: found });
    const { payment, symbol, decimals, chainName, explorerUrl, value, verification } = found;
    const { chainId, txHash, units, from, to, confirmations, requiredConfirmations } = payment;
    return {
      key,
      chainId,
      chainName,
      txHash,
      explorerUrl,
      symbol,
      decimals,
      units,
      currency: 'USD',
      value,
      from,
      to,
      state: payment.state,
      confirmations,
      requiredConfirmations,
      verification,
      at: new Date(payment.blockTime * 1000).toISOString(),
      explanation: `You took it off ${view.signed?.payable.invoice.number ?? 'an invoice'}.`,
      suggestions: [],
      assignment: null,
    };
  }
  return null;
}

function edit(state: ScriptedState, id: string, change: (invoice: ScriptedInvoice) => void): void {
  const known = state.invoices.get(id);
  if (!known) return;
  const invoice = { ...known };
  change(invoice);
  state.invoices.set(id, invoice);
}
