import type { Command } from 'commander';
import type { CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import { parseSeconds } from '../parse-number-options.ts';
import { saveFile } from '../save-file.ts';
import { waitUntilOut } from '../send-and-wait.ts';

/** `quittance receipt`: a paid invoice's receipt, as a PDF or by email. */
export function defineReceipt(program: Command, runtime: CliRuntime): void {
  const receipt = program.command('receipt').description('receipts of paid invoices');
  receipt
    .command('pdf <invoice>')
    .description('write a paid invoice’s receipt')
    .option('--out <file>', 'where to (default: its own name in this folder; "-": standard output)')
    .action((reference: string, options: { out?: string }, command: Command) =>
      runtime.run(command, async (context) => {
        const invoice = await findInvoice(context.session.client, reference);
        if (!invoice.ok) return invoice;
        const pdf = await context.session.client.call('invoice.receipt', { id: invoice.value.id });
        return pdf.ok ? saveFile(pdf.value, options.out, context) : pdf;
      }),
    );
  receipt
    .command('send <invoice>')
    .description('email a paid invoice’s receipt; offline it is queued and goes by itself')
    .option('--to <email>', 'another address than the client’s')
    .option('--wait <seconds>', 'how long to wait until it is out', parseSeconds, 30)
    .action((reference: string, { to, wait }: { to?: string; wait: number }, command: Command) =>
      runtime.run(command, async (context) => {
        const invoice = await findInvoice(context.session.client, reference);
        if (!invoice.ok) return invoice;
        const { id, signed } = invoice.value;
        const queued = await context.session.client.call('invoice.sendReceipt', { id, to: to ?? null });
        if (!queued.ok) return queued;
        const number = signed?.payable.invoice.number ?? '';
        const name = `the receipt for ${number}`;
        return waitUntilOut(context, queued.value.jobIds, { name, facts: { id, number }, wait });
      }),
    );
}
