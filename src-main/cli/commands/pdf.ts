import type { Command } from 'commander';
import type { CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import { saveFile } from '../save-file.ts';

/** `quittance pdf`: an invoice's PDF, the same bytes that the email and the page carry. */
export function definePdf(program: Command, runtime: CliRuntime): void {
  program
    .command('pdf <invoice>')
    .description('write an invoice’s PDF (a draft’s is marked as one)')
    .option('--out <file>', 'where to (default: its own name in this folder; "-": standard output)')
    .action((reference: string, options: { out?: string }, command: Command) =>
      runtime.run(command, async (context) => {
        const invoice = await findInvoice(context.session.client, reference);
        if (!invoice.ok) return invoice;
        const pdf = await context.session.client.call('invoice.pdf', { id: invoice.value.id });
        return pdf.ok ? saveFile(pdf.value, options.out, context) : pdf;
      }),
    );
}
