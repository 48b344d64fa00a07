import { z } from 'zod';
import { invoiceDraftSchema } from '../invoice/invoice-draft.ts';
import { partySchema } from '../invoice/party.ts';
import { deviceSessionSchema } from '../relay-api/accounts.ts';
import {
  contactSchema,
  invoiceFilters,
  invoiceRowSchema,
  invoiceViewSchema,
  jobViewSchema,
  problemSchema,
  settingsSchema,
  workspaceViewSchema,
} from './views.ts';

const none = z.strictObject({});
const id = z.string().min(1).max(64);
const byId = z.strictObject({ id });
/** A PDF or an export: base64 (standard alphabet) and the name to save it under. */
const file = z.object({ filename: z.string(), content: z.string() });

/**
 * What the app can ask the engine to do. Each command answers with a `Result`; nothing is half done when it fails.
 *
 * `workspace.create` with `wallet: 'practice'` takes the practice wallet. `workspace.confirmPhrase` gets some of the 24
 * words by their place (0–23). `invoice.saveDraft` keeps whatever was typed, right or wrong. `invoice.issue` freezes it.
 * `invoice.send` queues publication (and the email), with the network on or off. Deletions and voids are undone by
 * `restore` and `reinstate`.
 */
export const appCommands = {
  'workspace.create': {
    input: z.strictObject({ seller: partySchema, wallet: z.string().max(100), deviceName: z.string().max(100) }),
    output: z.object({ phrase: z.string() }),
  },
  'workspace.confirmPhrase': {
    input: z.strictObject({
      words: z
        .array(z.strictObject({ place: z.int().min(0).max(23), word: z.string() }))
        .min(1)
        .max(24),
    }),
    output: none,
  },
  'workspace.revealPhrase': { input: none, output: z.object({ phrase: z.string() }) },
  'workspace.restore': {
    input: z.strictObject({ phrase: z.string().max(1000), deviceName: z.string().max(100) }),
    output: none,
  },
  'workspace.unlock': { input: z.strictObject({ passphrase: z.string().max(1000) }), output: none },
  'workspace.export': { input: none, output: file },
  'settings.update': { input: settingsSchema.partial(), output: settingsSchema },
  'contact.save': {
    input: z.strictObject({
      id: id.nullable(),
      party: partySchema,
      note: z.string().max(4000),
      currency: z.string().max(3),
    }),
    output: contactSchema,
  },
  'contact.delete': { input: byId, output: none },
  'contact.restore': { input: byId, output: none },
  'invoice.create': { input: z.strictObject({ draft: invoiceDraftSchema.partial() }), output: z.object({ id }) },
  'invoice.saveDraft': {
    input: z.strictObject({ id, draft: invoiceDraftSchema }),
    output: z.object({ savedAt: z.iso.datetime() }),
  },
  'invoice.delete': { input: byId, output: none },
  'invoice.restore': { input: byId, output: none },
  'invoice.duplicate': { input: byId, output: z.object({ id }) },
  'invoice.issue': { input: byId, output: z.object({ number: z.string() }) },
  'invoice.send': {
    input: z.strictObject({ id, mode: z.enum(['pdf', 'link', 'publish-only']), to: z.string().max(320).nullable() }),
    output: z.object({ link: z.string(), jobIds: z.array(z.string()) }),
  },
  'invoice.void': { input: z.strictObject({ id, reason: z.string().max(2000) }), output: none },
  'invoice.reinstate': { input: byId, output: none },
  'invoice.pdf': { input: byId, output: file },
  'invoice.preview': {
    input: z.strictObject({ id: id.nullable(), draft: invoiceDraftSchema }),
    output: z.object({ content: z.string(), problems: z.array(problemSchema) }),
  },
  'invoice.emailPreview': {
    input: z.strictObject({ id, mode: z.enum(['pdf', 'link']) }),
    output: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
  },
  'job.retry': { input: byId, output: none },
  'devices.list': { input: none, output: z.object({ devices: z.array(deviceSessionSchema) }) },
  'devices.revoke': { input: z.strictObject({ sessionId: z.string() }), output: none },
} as const;

/** What the app can watch: each gives its whole present value at once and again after every change. */
export const appQueries = {
  workspace: { input: none, output: workspaceViewSchema },
  settings: { input: none, output: settingsSchema },
  contacts: { input: z.strictObject({ search: z.string().max(200) }), output: z.array(contactSchema) },
  invoices: {
    input: z.strictObject({
      filter: z.enum(invoiceFilters),
      search: z.string().max(200),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({ rows: z.array(invoiceRowSchema), total: z.int() }),
  },
  invoiceCounts: { input: none, output: z.record(z.enum(invoiceFilters), z.int()) },
  invoice: { input: byId, output: invoiceViewSchema.nullable() },
  jobs: { input: none, output: z.array(jobViewSchema) },
} as const;

export type AppCommands = typeof appCommands;
export type AppQueries = typeof appQueries;
export type AppCommandName = keyof AppCommands;
export type AppQueryName = keyof AppQueries;
export type CommandInput<Name extends AppCommandName> = z.input<AppCommands[Name]['input']>;
export type CommandOutput<Name extends AppCommandName> = z.output<AppCommands[Name]['output']>;
export type QueryInput<Name extends AppQueryName> = z.input<AppQueries[Name]['input']>;
export type QueryOutput<Name extends AppQueryName> = z.output<AppQueries[Name]['output']>;
