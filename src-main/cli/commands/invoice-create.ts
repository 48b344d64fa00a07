import type { Command } from 'commander';
import { ok, type Result } from '../../../shared/result.ts';
import type { InvoiceDraft } from '../../../shared/invoice/invoice-draft.ts';
import { checkDraft } from '../check-draft.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import { readDraftFile } from '../draft-file.ts';
import { describesLine, draftFromOptions, withDraftOptions, type DraftOptions } from '../draft-options.ts';
import type { CommandResult } from '../outcome.ts';
import { readOnce } from '../read-once.ts';
import { sendAndWait, withSendOptions, type SendOptions } from '../send-and-wait.ts';

interface CreateOptions extends DraftOptions, Omit<SendOptions, 'to'> {
  readonly file?: string;
  readonly issue?: boolean;
  readonly send?: boolean;
}

/** `quittance invoice create`: writes a draft from options, a file, or a file with options laid over it. */
export function defineInvoiceCreate(invoice: Command, runtime: CliRuntime): void {
  const create = invoice
    .command('create')
    .description('write a draft; with --issue and --send, issue and send it too')
    .option('--file <json>', 'an InvoiceDraft as JSON ("-": standard input); options are laid over it')
    .option('--issue', 'issue it at once')
    .option('--send', 'issue and send it at once');
  withSendOptions(withDraftOptions(create)).action((options: CreateOptions, command: Command) => {
    const isEmpty = options.file === undefined && !describesLine(options);
    if (isEmpty) command.error('error: say what to invoice: --amount and --description, or --file', { exitCode: 2 });
    return runtime.run(command, (context) => createInvoice(context, options));
  });
}

async function createInvoice(context: CliContext, options: CreateOptions): Promise<CommandResult> {
  const { client } = context.session;
  const draft = await readDraft(context, options);
  if (!draft.ok) return draft;
  const created = await client.call('invoice.create', { draft: draft.value });
  if (!created.ok) return created;
  const { id } = created.value;
  if (!options.issue && !options.send) return ok({ json: { id }, text: `Draft ${id}.` });
  const issued = await client.call('invoice.issue', { id });
  if (!issued.ok) {
    const message = `${issued.problem.message} The draft is kept as ${id}.`;
    return { ok: false, problem: { ...issued.problem, message }, facts: { id } };
  }
  const { number } = issued.value;
  if (!options.send) return ok({ json: { id, number }, text: `Issued ${number}.` });
  // `--to` is in the invoice already.
  const { to: _, ...sending } = options;
  const sent = await sendAndWait(context, { id, number }, sending);
  return sent.ok ? sent : { ...sent, facts: { ...('facts' in sent ? sent.facts : {}), id, number } };
}

async function readDraft(context: CliContext, options: CreateOptions): Promise<Result<Partial<InvoiceDraft>>> {
  const { session, io } = context;
  const base: Result<Partial<InvoiceDraft>> =
    options.file === undefined ? ok({}) : await readDraftFile(options.file, io);
  if (!base.ok) return base;
  const [settings, contacts] = await Promise.all([
    readOnce(session.client, 'settings', {}),
    readOnce(session.client, 'contacts', { search: '' }),
  ]);
  if (!settings.ok) return settings;
  if (!contacts.ok) return contacts;
  const draft = draftFromOptions(options, base.value, contacts.value);
  const [problem] = checkDraft(draft, settings.value, io.now());
  return problem ? { ok: false, problem } : ok(draft);
}
