import { ok, fail, type Result } from '../../shared/result.ts';
import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { AppCommandName } from '../../shared/app-api/app-api.ts';
import { assignTransfer, markInternal, undoTransfer } from './adjustments/assign-transfer.ts';
import { creditInvoice } from './adjustments/credit-invoice.ts';
import { recordOutside } from './adjustments/record-outside.ts';
import { recordRefund } from './adjustments/record-refund.ts';
import { setUndone } from './adjustments/undo-adjustment.ts';
import { saveContact, setContactTrashed } from './contacts/contact-commands.ts';
import { retryJob } from './courier/retry-job.ts';
import { catchStorageProblem } from './database/storage-problem.ts';
import type { InvoiceContext } from './invoices/invoice-context.ts';
import { loadInvoice } from './invoices/invoice-context.ts';
import { createInvoice, duplicateInvoice, saveDraft, setTrashed } from './invoices/draft-commands.ts';
import { exportWorkspace } from './invoices/export-workspace.ts';
import { issueInvoice } from './invoices/issue.ts';
import type { PaperFile } from './invoices/invoice-papers.ts';
import { printCreditNote, printReceipt, sendCreditNote, sendReceipt } from './invoices/send-papers.ts';
import { sendInvoice } from './invoices/send.ts';
import { reinstateInvoice, voidInvoice, writeOffInvoice } from './invoices/void.ts';
import { wireProblem } from './queries/job-view.ts';
import { previewReceiving } from './receiving/preview-receiving.ts';
import { sweepForwarders } from './receiving/sweep-forwarders.ts';
import type { RelaySession } from './sync/relay-session.ts';
import { changeSettings } from './receiving/change-settings.ts';

type Commands = AppHandlers['commands'];

/** What commands work with; `session` is asked for each time, because the relay can be changed in settings. */
export interface CommandContext extends InvoiceContext {
  readonly session: () => RelaySession | null;
}

/** Commands that make sense before there is a workspace. */
const beforeWorkspace: ReadonlySet<AppCommandName> = new Set([
  'workspace.create',
  'workspace.restore',
  'workspace.unlock',
] as const);

/**
 * The engine's commands. Everything but creating, restoring and unlocking needs a workspace that is ready; the
 * storage's expected failures (a full disk) come back as problems.
 */
export function commandHandlers(context: CommandContext): Commands {
  const commands = allCommands(context);
  const guarded = Object.entries(commands).map(([name, handler]) => {
    const run = handler as (input: unknown) => Promise<Result<unknown>>;
    return [
      name,
      async (input: unknown): Promise<Result<unknown>> => {
        const keys = context.workspace.keys();
        if (!keys.ok && !beforeWorkspace.has(name as AppCommandName)) return keys;
        return catchStorageProblem(() => run(input));
      },
    ];
  });
  return Object.fromEntries(guarded) as Commands;
}

function allCommands(context: CommandContext): Commands {
  const { db, options, workspace } = context;
  return {
    ...deviceCommands(context),
    ...paperCommands(context),
    ...remedyCommands(context),
    ...paymentPaperCommands(context),
    'workspace.create': (input) => workspace.create(input),
    'workspace.confirmPhrase': async ({ words }) => nothing(await workspace.confirmPhrase(words)),
    'workspace.revealPhrase': () => workspace.revealPhrase(),
    'workspace.restore': async (input) => nothing(await workspace.restore(input)),
    'workspace.unlock': async ({ passphrase }) => nothing(await workspace.unlock(passphrase)),
    'workspace.export': async () => ok(await exportWorkspace(db, options)),
    'settings.update': (patch) => context.exclusively(() => changeSettings(context, patch)),
    'contact.save': (input) => saveContact(db, options, input),
    'contact.delete': async ({ id }) => nothing(await setContactTrashed(db, options, id, true)),
    'contact.restore': async ({ id }) => nothing(await setContactTrashed(db, options, id, false)),
    'invoice.create': ({ draft }) => createInvoice(context, draft),
    'invoice.saveDraft': ({ id, draft }) => saveDraft(context, id, draft),
    'invoice.delete': async ({ id }) => nothing(await setTrashed(context, id, true)),
    'invoice.restore': async ({ id }) => nothing(await setTrashed(context, id, false)),
    'invoice.duplicate': ({ id }) => duplicateInvoice(context, id),
    'invoice.issue': ({ id }) => issueInvoice(context, id),
    'invoice.send': (input) => sendInvoice(context, input),
    'invoice.void': async ({ id, reason }) => nothing(await voidInvoice(context, id, reason)),
    'invoice.reinstate': async ({ id }) => nothing(await reinstateInvoice(context, id)),
    'receiving.preview': (input) => previewReceiving(context, input),
    'receiving.sweep': (input) => sweepForwarders(context, input),
    'job.retry': async ({ id }) => nothing(await retryJob({ ...context, session: context.session() }, id)),
  };
}

function remedyCommands(
  context: CommandContext,
): Pick<
  Commands,
  | 'invoice.writeOff'
  | 'invoice.recordOutside'
  | 'invoice.recordRefund'
  | 'adjustment.undo'
  | 'adjustment.restore'
  | 'transfer.assign'
  | 'transfer.markInternal'
  | 'transfer.undo'
> {
  return {
    'invoice.writeOff': async ({ id, reason }) => nothing(await writeOffInvoice(context, id, reason)),
    'invoice.recordOutside': (input) => recordOutside(context, input),
    'invoice.recordRefund': (input) => recordRefund(context, input),
    'adjustment.undo': async ({ id }) => nothing(await setUndone(context, id, true)),
    'adjustment.restore': async ({ id }) => nothing(await setUndone(context, id, false)),
    'transfer.assign': async ({ key, parts }) => nothing(await assignTransfer(context, key, parts)),
    'transfer.markInternal': async ({ key }) => nothing(await markInternal(context, key)),
    'transfer.undo': async ({ key }) => nothing(await undoTransfer(context, key)),
  };
}

function paperCommands({
  db,
  papers,
}: CommandContext): Pick<Commands, 'invoice.pdf' | 'invoice.preview' | 'invoice.emailPreview'> {
  return {
    async 'invoice.pdf'({ id }) {
      const invoice = await loadInvoice(db, id);
      return invoice.ok ? wireFile(await papers.pdf(invoice.value)) : invoice;
    },
    async 'invoice.preview'({ id, draft }) {
      const preview = await papers.preview(id, draft);
      if (!preview.ok) return preview;
      return ok({ content: base64(preview.value.content), problems: preview.value.problems.map(wireProblem) });
    },
    async 'invoice.emailPreview'({ id, mode }) {
      const invoice = await loadInvoice(db, id);
      if (!invoice.ok) return invoice;
      const letter = await papers.letter(invoice.value, mode);
      if (!letter.ok) return letter;
      const { subject, html, text } = letter.value;
      return ok({ subject, html, text });
    },
  };
}

function paymentPaperCommands(
  context: CommandContext,
): Pick<Commands, 'invoice.credit' | 'invoice.receipt' | 'invoice.sendReceipt' | 'creditNote.pdf' | 'creditNote.send'> {
  return {
    'invoice.credit': (input) => creditInvoice(context, input),
    'invoice.receipt': async ({ id }) => wireFile(await printReceipt(context, id)),
    'invoice.sendReceipt': ({ id, to }) => sendReceipt(context, id, to),
    'creditNote.pdf': async ({ id }) => wireFile(await printCreditNote(context, id)),
    'creditNote.send': ({ id, to }) => sendCreditNote(context, id, to),
  };
}

function wireFile(file: Result<PaperFile>): Result<{ filename: string; content: string }> {
  return file.ok ? ok({ filename: file.value.filename, content: base64(file.value.content) }) : file;
}

function deviceCommands({ session }: CommandContext): Pick<Commands, 'devices.list' | 'devices.revoke'> {
  return {
    async 'devices.list'() {
      const answer = await session()?.client.call('listSessions', {});
      if (!answer) return noRelay();
      return answer.ok ? ok({ devices: answer.value.sessions }) : answer;
    },
    async 'devices.revoke'({ sessionId }) {
      const answer = await session()?.client.call('revokeSession', { params: { id: sessionId } });
      if (!answer) return noRelay();
      return nothing(answer);
    },
  };
}

function noRelay() {
  return fail('relay.none', 'No relay is set. Name one in Settings.', { path: ['relayOrigin'] });
}

/** A command that answers nothing but success. */
function nothing(result: Result<unknown>): Result<Record<string, never>> {
  return result.ok ? ok({}) : result;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
