import { InvalidArgumentError, Option, type Command } from 'commander';
import { outsideMethods } from '../../../shared/app-api/adjustment-view.ts';
import type { InvoiceView } from '../../../shared/app-api/invoice-view.ts';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import { chains } from '../../../shared/money/chain.ts';
import { ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import type { CommandResult } from '../outcome.ts';

/** The subcommands of `quittance invoice` that put right by hand what a chain does not show. */
export function defineRemedies(invoice: Command, runtime: CliRuntime): void {
  invoice
    .command('paid-outside <invoice>')
    .description('record money that came past every chain')
    .requiredOption('--amount <amount>', 'how much, in the invoice’s currency')
    .addOption(new Option('--method <method>', 'how').choices(outsideMethods).default('bank'))
    .option('--date <date>', 'on which day it came, YYYY-MM-DD (default: today)')
    .option('--note <text>', 'for your own records', '')
    .action((reference: string, options: OutsideOptions, command: Command) =>
      runtime.run(command, (context) => onInvoice(context, reference, (view) => paidOutside(context, view, options))),
    );
  invoice
    .command('refund <invoice>')
    .description('record a refund by its transaction, which your own endpoint verifies')
    .requiredOption('--chain <chain>', 'its chain: a number or a name such as base', parseChain)
    .requiredOption('--tx <hash>', 'the transaction’s hash')
    .option('--to <address>', 'the address that the payer named, where it is not one that they paid from')
    .option('--note <text>', 'for your own records', '')
    .action((reference: string, options: RefundOptions, command: Command) =>
      runtime.run(command, (context) => onInvoice(context, reference, (view) => refund(context, view, options))),
    );
  invoice
    .command('write-off <invoice>')
    .description('ask for nothing more on an invoice that will not be paid')
    .option('--reason <text>', 'why, for your own records', '')
    .action((reference: string, options: { reason: string }, command: Command) =>
      runtime.run(command, (context) => onInvoice(context, reference, (view) => writeOff(context, view, options))),
    );
}

/** `quittance adjustment`: takes back, or restores, what was put right by hand. */
export function defineAdjustment(program: Command, runtime: CliRuntime): void {
  const adjustment = program
    .command('adjustment')
    .description('undo or restore what was put right by hand; "invoice show" has the ids');
  for (const [name, description, done] of undoing)
    adjustment
      .command(`${name} <id>`)
      .description(description)
      .action((id: string, _: object, command: Command) =>
        runtime.run(command, async ({ session }) => {
          const changed = await session.client.call(`adjustment.${name}`, { id: id.trim() });
          return changed.ok ? ok({ json: { id: id.trim() }, text: done }) : changed;
        }),
      );
}

const undoing = [
  ['undo', 'let it count for nothing', 'Undone.'],
  ['restore', 'let it count again', 'It counts again.'],
] as const;

interface OutsideOptions {
  readonly amount: string;
  readonly method: (typeof outsideMethods)[number];
  readonly date?: string;
  readonly note: string;
}

interface RefundOptions {
  readonly chain: number;
  readonly tx: string;
  readonly to?: string;
  readonly note: string;
}

async function onInvoice(
  { session }: CliContext,
  reference: string,
  work: (view: InvoiceView) => Promise<CommandResult>,
): Promise<CommandResult> {
  const found = await findInvoice(session.client, reference);
  return found.ok ? work(found.value) : found;
}

async function paidOutside(
  { session, io }: CliContext,
  view: InvoiceView,
  options: OutsideOptions,
): Promise<CommandResult> {
  const { amount, method, note, date = calendarDateAt(io.now()) } = options;
  const recorded = await session.client.call('invoice.recordOutside', { id: view.id, amount, method, date, note });
  if (!recorded.ok) return recorded;
  return ok({ json: { id: view.id, ...recorded.value }, text: `Recorded ${amount} paid outside on ${nameOf(view)}.` });
}

async function refund({ session }: CliContext, view: InvoiceView, options: RefundOptions): Promise<CommandResult> {
  const { chain: chainId, tx: txHash, note, to } = options;
  const input = { id: view.id, chainId, txHash, note, ...(to === undefined ? {} : { to }) };
  const recorded = await session.client.call('invoice.recordRefund', input);
  if (!recorded.ok) return recorded;
  const text = `Recorded the refund on ${nameOf(view)}. It counts once your own endpoint has seen all its confirmations.`;
  return ok({ json: { id: view.id, ...recorded.value }, text });
}

async function writeOff(
  { session }: CliContext,
  view: InvoiceView,
  { reason }: { reason: string },
): Promise<CommandResult> {
  const written = await session.client.call('invoice.writeOff', { id: view.id, reason });
  return written.ok ? ok({ json: { id: view.id }, text: `Wrote off ${nameOf(view)}.` }) : written;
}

function nameOf(view: InvoiceView): string {
  return view.signed?.payable.invoice.number ?? `draft ${view.id}`;
}

/** A chain by its number or its short name. */
function parseChain(text: string): number {
  const named = chains.find(({ shortName, chainId }) => shortName === text.toLowerCase() || String(chainId) === text);
  if (named) return named.chainId;
  throw new InvalidArgumentError(
    `Write one of ${chains.map(({ shortName }) => shortName).join(', ')}, or a chain's number.`,
  );
}
