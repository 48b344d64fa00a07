import { Option, type Command } from 'commander';
import { parseAmount, parseMoney } from '../../../shared/money/amount.ts';
import { inboxLists, type InboxList, type UnmatchedView } from '../../../shared/app-api/inbox-view.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import { findTransfer } from '../find-transfer.ts';
import type { CommandResult } from '../outcome.ts';
import { parseCount } from '../parse-number-options.ts';
import { readOnce } from '../read-once.ts';
import { renderInbox, transferWords } from '../render/render-inbox.ts';

/** `quittance inbox`: transfers that nobody could attribute, and what their owner says of them. */
export function defineInbox(program: Command, runtime: CliRuntime): void {
  const inbox = program.command('inbox').description('transfers that no invoice claims: assign, split, mark, undo');
  inbox
    .command('list', { isDefault: true })
    .description('list transfers, newest first, with suggestions')
    .addOption(new Option('--list <list>', 'which ones').choices(inboxLists).default('open'))
    .option('--limit <count>', 'how many', parseCount(500), 50)
    .action((options: { list: InboxList; limit: number }, command: Command) =>
      runtime.run(command, (context) => listTransfers(context, options)),
    );
  inbox
    .command('assign <transfer> <invoice...>')
    .description('say which invoices a transfer pays; INVOICE=AMOUNT for a part of it')
    .option('--worth <amount>', 'what it is worth, where the invoice does not name its token')
    .action((transfer: string, invoices: string[], options: { worth?: string }, command: Command) =>
      runtime.run(command, (context) => assign(context, transfer, invoices, options.worth)),
    );
  for (const [name, description, work] of simpleCommands)
    inbox
      .command(`${name} <transfer>`)
      .description(description)
      .action((transfer: string, _: object, command: Command) =>
        runtime.run(command, async (context) => {
          const found = await findTransfer(context.session.client, transfer);
          return found.ok ? work(context, found.value) : found;
        }),
      );
}

type OnTransfer = (context: CliContext, found: { readonly key: string }) => Promise<CommandResult>;

const simpleCommands: readonly (readonly [name: string, description: string, work: OnTransfer])[] = [
  ['release', 'say that a transfer pays nothing: takes an assumed payment off its invoice', release],
  ['internal', 'say that a transfer is your own moving of money', markInternal],
  ['undo', 'take back what you said of a transfer', undo],
];

async function listTransfers(
  { session }: CliContext,
  options: { list: InboxList; limit: number },
): Promise<CommandResult> {
  const { list, limit } = options;
  const page = await readOnce(session.client, 'inbox', { list, limit: Math.max(1, limit) });
  return page.ok ? ok({ json: page.value, text: renderInbox(page.value.rows, page.value.total, list) }) : page;
}

async function assign(
  context: CliContext,
  transfer: string,
  invoices: readonly string[],
  worth: string | undefined,
): Promise<CommandResult> {
  const { client } = context.session;
  const found = await findTransfer(client, transfer);
  if (!found.ok) return found;
  const parts = [];
  for (const text of invoices) {
    const part = await readPart(context, found.value, text, worth);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const { key } = found.value;
  const wire = parts.map(({ invoiceId, units, value }) => ({ invoiceId, units, value }));
  const assigned = await client.call('transfer.assign', { key, parts: wire });
  if (!assigned.ok) return assigned;
  const names = parts.map(({ number }) => number);
  return ok({ json: { key, parts: wire }, text: `${transferWords(found.value)} pays ${names.join(', ')}.` });
}

/** "INV-2027-0001" for the whole, or "INV-2027-0001=500.00" for that much of the transfer's token. */
async function readPart(
  { session }: CliContext,
  transfer: Pick<UnmatchedView, 'units' | 'decimals' | 'symbol'>,
  text: string,
  worth: string | undefined,
): Promise<Result<{ invoiceId: string; number: string; units: string; value: string | null }>> {
  const [reference = '', amount] = text.split('=', 2);
  const invoice = await findInvoice(session.client, reference);
  if (!invoice.ok) return invoice;
  const { id, draft, signed } = invoice.value;
  const units =
    amount === undefined ? ok(BigInt(transfer.units)) : parseAmount(amount, transfer.decimals, transfer.symbol);
  if (!units.ok) return units;
  const value = worth === undefined ? null : parseMoney(worth, draft.currency, ['worth']);
  if (value && !value.ok) return value;
  return ok({
    invoiceId: id,
    number: signed?.payable.invoice.number ?? id,
    units: units.value.toString(),
    value: value?.value.minor.toString() ?? null,
  });
}

async function release({ session }: CliContext, { key }: { readonly key: string }): Promise<CommandResult> {
  const released = await session.client.call('transfer.assign', { key, parts: [] });
  return released.ok ? ok({ json: { key }, text: 'It pays nothing now. "inbox undo" takes that back.' }) : released;
}

async function markInternal({ session }: CliContext, { key }: { readonly key: string }): Promise<CommandResult> {
  const marked = await session.client.call('transfer.markInternal', { key });
  return marked.ok ? ok({ json: { key }, text: 'Marked as your own moving of money.' }) : marked;
}

async function undo({ session }: CliContext, { key }: { readonly key: string }): Promise<CommandResult> {
  const undone = await session.client.call('transfer.undo', { key });
  return undone.ok ? ok({ json: { key }, text: 'Undone: the rule is in force again.' }) : undone;
}
