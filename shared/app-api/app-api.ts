import { z } from 'zod';
import { invoiceDraftSchema } from '../invoice/invoice-draft.ts';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { typedPartySchema } from '../invoice/party.ts';
import { typedTextSchema as typed } from '../invoice/typed-text-schema.ts';
import { unitsSchema } from '../payment/payment-terms.ts';
import { deviceSessionSchema } from '../relay-api/accounts.ts';
import { outsideMethods } from './adjustment-view.ts';
import { contactSchema } from './contact.ts';
import { inboxLists, unmatchedViewSchema } from './inbox-view.ts';
import { invoiceFilters, invoiceRowSchema } from './invoice-row.ts';
import { invoiceViewSchema } from './invoice-view.ts';
import { jobViewSchema } from './job-view.ts';
import { problemSchema } from './problem-schema.ts';
import { receivingModes, settingsSchema } from './settings.ts';
import { workspaceViewSchema } from './workspace-view.ts';

const none = z.strictObject({});
const id = z.string().min(1).max(64);
const byId = z.strictObject({ id });
const transferKey = z.string().min(1).max(180);
/** A PDF or an export: base64 (standard alphabet) and the name to save it under. */
const file = z.object({ filename: z.string(), content: z.string() });

/**
 * What the app can ask the engine to do. Each command answers with a `Result`; nothing is half done when it fails.
 *
 * `workspace.create` with `wallet: 'practice'` takes the practice wallet. `workspace.confirmPhrase` gets some of the 24
 * words by their place (0–23). `invoice.saveDraft` keeps whatever was typed, right or wrong. `invoice.issue` freezes
 * it. `invoice.send` queues publication (and the email), with the network on or off. Deletions and voids are undone by
 * `restore` and `reinstate`.
 *
 * `transfer.assign` says which invoices a transfer pays, in place of any attribution (no parts: none); a part's `value`
 * (minor units of that invoice's currency) may be null where the invoice's terms name the token. `transfer.undo` takes
 * the owner's word back. `invoice.credit` credits `amount` (as typed; null for all that is not credited yet) by a
 * signed credit note of its own series, whose id or number serves `creditNote.*` and `adjustment.*`.
 * `invoice.recordRefund` names the outgoing transaction, which is verified like an incoming one: it goes to an address
 * that the invoice was paid from, or `to` the one that the payer named for it. `receiving.sweep` gives the call that
 * moves what forwarders hold to the owner's wallet, and a page to send it from.
 */
export const appCommands = {
  'workspace.create': {
    input: z.strictObject({ seller: typedPartySchema, wallet: z.string().max(100), deviceName: z.string().max(100) }),
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
      party: typedPartySchema,
      note: typed,
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
  'invoice.void': { input: z.strictObject({ id, reason: typed }), output: none },
  'invoice.reinstate': { input: byId, output: none },
  'invoice.writeOff': { input: z.strictObject({ id, reason: typed }), output: none },
  'invoice.credit': {
    input: z.strictObject({ id, amount: z.string().max(60).nullable(), reason: typed }),
    output: z.object({ adjustmentId: id, number: z.string() }),
  },
  'invoice.recordRefund': {
    input: z.strictObject({
      id,
      chainId: z.int().positive(),
      txHash: z.string().max(100),
      note: typed,
      to: z.string().max(100).optional(),
    }),
    output: z.object({ adjustmentId: id }),
  },
  'invoice.recordOutside': {
    input: z.strictObject({
      id,
      amount: z.string().max(60),
      method: z.enum(outsideMethods),
      date: z.string().max(10),
      note: typed,
    }),
    output: z.object({ adjustmentId: id }),
  },
  'invoice.receipt': { input: byId, output: file },
  'invoice.sendReceipt': {
    input: z.strictObject({ id, to: z.string().max(320).nullable() }),
    output: z.object({ jobIds: z.array(z.string()) }),
  },
  'creditNote.pdf': { input: byId, output: file },
  'creditNote.send': {
    input: z.strictObject({ id, to: z.string().max(320).nullable() }),
    output: z.object({ jobIds: z.array(z.string()) }),
  },
  'adjustment.undo': { input: byId, output: none },
  'adjustment.restore': { input: byId, output: none },
  'transfer.assign': {
    input: z.strictObject({
      key: transferKey,
      parts: z.array(z.strictObject({ invoiceId: id, units: unitsSchema, value: minorUnitsSchema.nullable() })).max(50),
    }),
    output: none,
  },
  'transfer.markInternal': { input: z.strictObject({ key: transferKey }), output: none },
  'transfer.undo': { input: z.strictObject({ key: transferKey }), output: none },
  'receiving.preview': {
    input: z.strictObject({ mode: z.enum(receivingModes), xpub: z.string().max(200) }),
    output: z.object({
      addresses: z.array(z.object({ index: z.int().nullable(), path: z.string().nullable(), address: z.string() })),
      /** Per accepted chain, whether the mode can be used there now, and why not. */
      chains: z.array(z.object({ chainId: z.int(), ready: z.boolean(), detail: z.string() })),
    }),
  },
  'receiving.sweep': {
    input: z.strictObject({ chainId: z.int().positive(), invoiceIds: z.array(id).min(1).max(200) }),
    output: z.object({ to: z.string(), data: z.string(), page: z.string().nullable() }),
  },
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
  inbox: {
    input: z.strictObject({ list: z.enum(inboxLists), limit: z.int().min(1).max(500) }),
    output: z.object({ rows: z.array(unmatchedViewSchema), total: z.int() }),
  },
  /** Forwarder addresses that hold money, or whose money has not been looked at, by chain. */
  forwarders: {
    input: none,
    output: z.array(
      z.object({
        invoiceId: z.string(),
        number: z.string(),
        chainId: z.int(),
        chainName: z.string(),
        address: z.string(),
        balances: z.array(z.object({ symbol: z.string(), decimals: z.int(), units: z.string() })),
      }),
    ),
  },
} as const;

/** The commands by name, each with the schemas of its input and its output. */
export type AppCommands = typeof appCommands;
/** The live queries by name, each with the schemas of its input and its output. */
export type AppQueries = typeof appQueries;
/** What a command is called, such as `invoice.issue`. */
export type AppCommandName = keyof AppCommands;
/** What a live query is called, such as `invoices`. */
export type AppQueryName = keyof AppQueries;
/** What a command is given, before its schema has filled in defaults. */
export type CommandInput<Name extends AppCommandName> = z.input<AppCommands[Name]['input']>;
/** What a command answers with when it succeeds. */
export type CommandOutput<Name extends AppCommandName> = z.output<AppCommands[Name]['output']>;
/** What a query is asked with, before its schema has filled in defaults. */
export type QueryInput<Name extends AppQueryName> = z.input<AppQueries[Name]['input']>;
/** One value of a live query. */
export type QueryOutput<Name extends AppQueryName> = z.output<AppQueries[Name]['output']>;
