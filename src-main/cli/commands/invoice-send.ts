import type { Command } from 'commander';
import type { CliRuntime } from '../cli-runtime.ts';
import { findInvoice } from '../find-invoice.ts';
import { sendAndWait, withSendOptions, type SendOptions } from '../send-and-wait.ts';

/** `quittance invoice send`: publishes an issued invoice and emails it. */
export function defineInvoiceSend(invoice: Command, runtime: CliRuntime): void {
  const send = invoice
    .command('send <invoice>')
    .description('publish an issued invoice and email it; offline it is queued and goes by itself')
    .option('--to <email>', 'another address than the client’s');
  withSendOptions(send).action((reference: string, options: SendOptions, command: Command) =>
    runtime.run(command, async (context) => {
      const found = await findInvoice(context.session.client, reference);
      if (!found.ok) return found;
      const number = found.value.signed?.payable.invoice.number ?? '';
      return sendAndWait(context, { id: found.value.id, number }, options);
    }),
  );
}
