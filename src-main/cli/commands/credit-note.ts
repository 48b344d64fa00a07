import type { Command } from 'commander';
import { ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import type { CommandResult } from '../outcome.ts';
import { parseSeconds } from '../parse-number-options.ts';
import { saveFile } from '../save-file.ts';
import { waitUntilOut } from '../send-and-wait.ts';

interface CreateOptions {
  readonly amount?: string;
  readonly reason: string;
  readonly send?: true;
  readonly to?: string;
  readonly wait: number;
}

/** `quittance credit-note`: credits invoices, and prints, sends, undoes and restores what credited them. */
export function defineCreditNote(program: Command, runtime: CliRuntime): void {
  const notes = program.command('credit-note').description('credit notes to issued invoices');
  const create = notes
    .command('create <invoice>')
    .description('credit an invoice, in part or all that is left of it')
    .option('--amount <amount>', 'how much, tax included (default: all that is not credited yet)')
    .option('--reason <text>', 'why, printed on the credit note', '')
    .option('--send', 'email it too');
  withSending(create).action((reference: string, options: CreateOptions, command: Command) =>
    runtime.run(command, (context) => createNote(context, reference, options)),
  );
  notes
    .command('pdf <number>')
    .description('write a credit note’s PDF')
    .option('--out <file>', 'where to (default: its own name in this folder; "-": standard output)')
    .action((number: string, options: { out?: string }, command: Command) =>
      runtime.run(command, async (context) => {
        const pdf = await context.session.client.call('creditNote.pdf', { id: number.trim() });
        return pdf.ok ? saveFile(pdf.value, options.out, context) : pdf;
      }),
    );
  withSending(notes.command('send <number>').description('email a credit note with its PDF')).action(
    (number: string, options: SendingOptions, command: Command) =>
      runtime.run(command, (context) => sendNote(context, number.trim(), { number: number.trim() }, options)),
  );
  for (const [name, description] of undoing)
    notes
      .command(`${name} <number>`)
      .description(description)
      .action((number: string, _: object, command: Command) =>
        runtime.run(command, (context) => setUndone(context, number.trim(), name)),
      );
}

const undoing = [
  ['undo', 'undo a credit note: it keeps its number and counts for nothing'],
  ['restore', 'let an undone credit note count again'],
] as const;

interface SendingOptions {
  readonly to?: string;
  readonly wait: number;
}

function withSending(command: Command): Command {
  return command
    .option('--to <email>', 'another address than the client’s')
    .option('--wait <seconds>', 'how long to wait until it is out', parseSeconds, 30);
}

async function createNote(context: CliContext, reference: string, options: CreateOptions): Promise<CommandResult> {
  const { client } = context.session;
  const invoice = await findInvoice(client, reference);
  if (!invoice.ok) return invoice;
  const { id, signed } = invoice.value;
  const credited = await client.call('invoice.credit', {
    id,
    amount: options.amount ?? null,
    reason: options.reason,
  });
  if (!credited.ok) return credited;
  const { adjustmentId, number } = credited.value;
  const facts = { id: adjustmentId, number, invoice: signed?.payable.invoice.number ?? id };
  if (options.send) return sendNote(context, adjustmentId, facts, options);
  return ok({ json: facts, text: `Wrote credit note ${number} to ${facts.invoice}.` });
}

async function sendNote(
  context: CliContext,
  id: string,
  facts: { readonly number: string },
  { to, wait }: SendingOptions,
): Promise<CommandResult> {
  const queued = await context.session.client.call('creditNote.send', { id, to: to ?? null });
  if (!queued.ok) return { ...queued, facts };
  return waitUntilOut(context, queued.value.jobIds, { name: `credit note ${facts.number}`, facts, wait });
}

async function setUndone({ session }: CliContext, number: string, name: 'undo' | 'restore'): Promise<CommandResult> {
  const changed = await session.client.call(`adjustment.${name}`, { id: number });
  if (!changed.ok) return changed;
  const text = name === 'undo' ? `Undone: credit note ${number}.` : `Credit note ${number} counts again.`;
  return ok({ json: { number }, text });
}
