import type { Command } from 'commander';
import { fail, ok } from '../../../shared/result.ts';
import type { InvoiceRow } from '../../../shared/app-api/invoice-row.ts';
import type { InvoiceView } from '../../../shared/app-api/invoice-view.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import { exitCodes } from '../exit-codes.ts';
import { findInvoice } from '../find-invoice.ts';
import type { CommandResult } from '../outcome.ts';
import { parseSeconds } from '../parse-number-options.ts';
import { waitFor } from '../read-once.ts';
import { formatMinor } from '../render/format-money.ts';
import { plainText } from '../render/plain-text.ts';
import { stateWord } from '../render/render-rows.ts';

interface WatchOptions {
  readonly untilPaid?: string;
  readonly timeout?: number;
}

/** Newest invoices that are looked at for changes. */
const watched = 200;

/** `quittance watch`: a line for each change of an invoice, until Ctrl-C, a time, or a payment. */
export function defineWatch(program: Command, runtime: CliRuntime): void {
  program
    .command('watch')
    .description('print a line as invoices change, until Ctrl-C; with --json, one JSON document a line')
    .option('--until-paid <invoice>', 'end when this invoice is paid')
    .option('--timeout <seconds>', 'end after so long (exit code 6)', parseSeconds)
    .action((options: WatchOptions, command: Command) =>
      runtime.run(command, (context) => watchAsAsked(context, options), 'workspace', 'lines'),
    );
}

function watchAsAsked(context: CliContext, options: WatchOptions): Promise<CommandResult> {
  const { untilPaid } = options;
  return untilPaid === undefined ? watchAll(context, options) : watchOne(context, untilPaid, options);
}

async function watchAll(context: CliContext, { timeout }: WatchOptions): Promise<CommandResult> {
  const { session, io } = context;
  const known = new Map<string, string>();
  let isFirst = true;
  const ended = await waitFor(
    session.client,
    'invoices',
    { filter: 'all', search: '', offset: 0, limit: watched },
    {
      until: ({ rows, total }) => {
        if (isFirst)
          say(
            context,
            { watching: total },
            `Watching ${total === 1 ? '1 invoice' : `${total} invoices`}. Ctrl-C ends it.`,
          );
        for (const row of rows) {
          const line = describeRow(row);
          if (!isFirst && known.get(row.id) !== line) say(context, { invoice: row }, line);
          known.set(row.id, line);
        }
        isFirst = false;
        return false;
      },
      ...(timeout === undefined ? {} : { milliseconds: timeout * 1000 }),
      stop: io.stop,
    },
  );
  if (!ended.ok) return ended;
  return ok({
    json: { ended: ended.value.outcome },
    text: '',
    ...(ended.value.outcome === 'timeout' ? { exitCode: exitCodes.timeout } : {}),
  });
}

async function watchOne(context: CliContext, reference: string, { timeout }: WatchOptions): Promise<CommandResult> {
  const { session, io } = context;
  const found = await findInvoice(session.client, reference);
  if (!found.ok) return found;
  const { id } = found.value;
  const told = new Set(found.value.timeline.map((entry) => entry.id));
  let standing = describePayments(found.value);
  const ended = await waitFor(
    session.client,
    'invoice',
    { id },
    {
      until: (view) => {
        if (!view) return false;
        for (const entry of view.timeline) {
          if (told.has(entry.id)) continue;
          told.add(entry.id);
          say(context, { event: entry }, entry.detail || entry.kind);
        }
        const now = describePayments(view);
        if (now !== standing) say(context, { payments: view.payments }, now);
        standing = now;
        return view.state === 'paid' || view.state === 'overpaid';
      },
      ...(timeout === undefined ? {} : { milliseconds: timeout * 1000 }),
      stop: io.stop,
    },
  );
  if (!ended.ok) return ended;
  const view = ended.value.value ?? found.value;
  if (ended.value.outcome === 'met') return ok({ json: paidFacts(view), text: paidSentence(view) });
  if (ended.value.outcome === 'stopped') return fail('cli.interrupted', 'Stopped before the invoice was paid.');
  return fail('cli.timeout', `The invoice was not paid within ${timeout} s; it is ${view.state}.`, { retryable: true });
}

/** A live line: for programs a document of its own on one line, for people with the time before it. */
function say({ io, json }: CliContext, facts: Readonly<Record<string, unknown>>, text: string): void {
  const at = io.now();
  if (json) io.writeOut(`${JSON.stringify({ at: at.toISOString(), ...facts })}\n`);
  else io.writeOut(`${at.toLocaleTimeString('en-GB')}  ${plainText(text).replace(/\n/g, ' ')}\n`);
}

function describeRow(row: InvoiceRow): string {
  const name = row.number ?? `draft ${row.id.slice(0, 8)}`;
  const received = row.received === '0' ? '' : `, received ${formatMinor(row.received, row.currency)}`;
  const delivery = row.delivery === 'none' ? '' : `, ${row.delivery}`;
  return `${name}  ${row.buyerName || '–'}  ${formatMinor(row.total, row.currency)}  ${stateWord(row)}${received}${delivery}`;
}

function describePayments(view: InvoiceView): string {
  return view.payments
    .map(({ payment, symbol, chainName, verification }) => {
      const depth = `${payment.confirmations}/${payment.requiredConfirmations}`;
      return `${symbol} on ${chainName}: ${payment.state} ${depth}, ${verification.status}`;
    })
    .join('; ');
}

function paidFacts(view: InvoiceView): Readonly<Record<string, unknown>> {
  const number = view.signed?.payable.invoice.number ?? null;
  return { paid: true, id: view.id, number, state: view.state, settlement: view.settlement, payments: view.payments };
}

function paidSentence(view: InvoiceView): string {
  const number = view.signed?.payable.invoice.number ?? view.id;
  return `${number} is ${view.state}: ${formatMinor(view.settlement?.received ?? null, view.draft.currency)} received.`;
}
