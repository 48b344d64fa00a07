import { Option, type Command } from 'commander';
import { invoiceFilters, type InvoiceFilter } from '../../../shared/app-api/invoice-row.ts';
import type { InvoiceView } from '../../../shared/app-api/invoice-view.ts';
import { ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import type { CommandResult } from '../outcome.ts';
import { parseCount } from '../parse-number-options.ts';
import { readOnce } from '../read-once.ts';
import { renderInvoice } from '../render/render-invoice.ts';
import { renderRows } from '../render/render-rows.ts';
import { defineInvoiceCreate } from './invoice-create.ts';
import { defineInvoiceSend } from './invoice-send.ts';
import { defineRemedies } from './remedies.ts';

interface ListOptions {
  readonly filter: InvoiceFilter;
  readonly search: string;
  readonly limit: number;
  readonly offset: number;
}

/** `quittance invoice`: writes, shows, issues and sends invoices. */
export function defineInvoice(program: Command, runtime: CliRuntime): void {
  const invoice = program.command('invoice').description('write, issue and send invoices');
  defineInvoiceCreate(invoice, runtime);
  invoice
    .command('list')
    .description('list invoices, newest first')
    .addOption(new Option('--filter <state>', 'which ones').choices(invoiceFilters).default('all'))
    .option('--search <text>', 'number, client, text of a line, amount', '')
    .option('--limit <count>', 'how many', parseCount(200), 50)
    .option('--offset <count>', 'how many to skip', parseCount(999_999_999), 0)
    .action((options: ListOptions, command: Command) =>
      runtime.run(command, (context) => listInvoices(context, options)),
    );
  onInvoice(invoice, runtime, 'show', 'show one invoice, whole', async (_, view) =>
    ok({ json: view, text: renderInvoice(view) }),
  );
  onInvoice(invoice, runtime, 'issue', 'freeze a draft: number, totals, terms and signature', issueInvoice);
  defineInvoiceSend(invoice, runtime);
  onInvoice(invoice, runtime, 'void', 'void an issued invoice that nothing was paid on', voidInvoice, (command) =>
    command.option('--reason <text>', 'why, for your own records', ''),
  );
  onInvoice(invoice, runtime, 'reinstate', 'take a void back', simple('invoice.reinstate', 'Reinstated'));
  defineRemedies(invoice, runtime);
  onInvoice(invoice, runtime, 'duplicate', 'begin a draft with another invoice’s content', duplicateInvoice);
  onInvoice(invoice, runtime, 'delete', 'put a draft in the bin', simple('invoice.delete', 'Deleted'));
  onInvoice(
    invoice,
    runtime,
    'restore',
    'take a draft out of the bin (by its whole id)',
    simple('invoice.restore', 'Restored'),
  );
}

type OnInvoice<Options> = (context: CliContext, view: InvoiceView, options: Options) => Promise<CommandResult>;

/** Defines a subcommand that works on one invoice, named by its number, id or the beginning of its id. */
function onInvoice<Options = object>(
  parent: Command,
  runtime: CliRuntime,
  name: string,
  description: string,
  work: OnInvoice<Options>,
  more: (command: Command) => Command = (command) => command,
): void {
  const command = parent.command(`${name} <invoice>`).description(description);
  more(command).action((reference: string, options: Options, command: Command) =>
    runtime.run(command, async (context) => {
      const found = await findInvoice(context.session.client, reference);
      return found.ok ? work(context, found.value, options) : found;
    }),
  );
}

async function listInvoices({ session }: CliContext, options: ListOptions): Promise<CommandResult> {
  const { filter, search, limit, offset } = options;
  const page = await readOnce(session.client, 'invoices', { filter, search, offset, limit: Math.max(1, limit) });
  if (!page.ok) return page;
  return ok({ json: page.value, text: renderRows(page.value.rows, page.value.total) });
}

async function issueInvoice({ session }: CliContext, view: InvoiceView): Promise<CommandResult> {
  const issued = await session.client.call('invoice.issue', { id: view.id });
  if (!issued.ok) return issued;
  return ok({ json: { id: view.id, number: issued.value.number }, text: `Issued ${issued.value.number}.` });
}

async function voidInvoice(
  { session }: CliContext,
  view: InvoiceView,
  options: { reason: string },
): Promise<CommandResult> {
  const voided = await session.client.call('invoice.void', { id: view.id, reason: options.reason });
  return voided.ok ? ok({ json: { id: view.id }, text: `Voided ${nameOf(view)}.` }) : voided;
}

async function duplicateInvoice({ session }: CliContext, view: InvoiceView): Promise<CommandResult> {
  const copied = await session.client.call('invoice.duplicate', { id: view.id });
  return copied.ok ? ok({ json: copied.value, text: `Draft ${copied.value.id}.` }) : copied;
}

function simple(call: 'invoice.reinstate' | 'invoice.delete' | 'invoice.restore', done: string): OnInvoice<object> {
  return async ({ session }, view) => {
    const result = await session.client.call(call, { id: view.id });
    return result.ok ? ok({ json: { id: view.id }, text: `${done} ${nameOf(view)}.` }) : result;
  };
}

function nameOf(view: InvoiceView): string {
  return view.signed?.payable.invoice.number ?? `draft ${view.id}`;
}
