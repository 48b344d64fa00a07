import { z } from 'zod';
import { invoiceDraftSchema } from '../invoice/invoice-draft.ts';
import { minorUnitsSchema } from '../invoice/invoice-document.ts';
import { partySchema } from '../invoice/party.ts';
import { paymentSchema } from '../payment/payment.ts';
import { settlementStatuses } from '../payment/settlement.ts';
import { chainStateSchema } from '../relay-api/links.ts';
import { signedInvoiceSchema } from '../sealing/signed-invoice.ts';

/** A `Problem` (shared/result.ts) on the wire. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
});

export const lifecycles = ['draft', 'issued', 'void', 'credited', 'uncollectible'] as const;

/** What the owner sees as one word; derived from lifecycle, settlement and the due date, never stored. */
export const displayStates = [
  'draft',
  'open',
  'partial',
  'paid',
  'overpaid',
  'overdue',
  'uncollectible',
  'void',
  'credited',
] as const;
export type DisplayState = (typeof displayStates)[number];

/** `open` is everything issued and not settled, overdue ones among them. */
export const invoiceFilters = ['all', 'draft', 'open', 'overdue', 'paid', 'void'] as const;
export type InvoiceFilter = (typeof invoiceFilters)[number];

/** A payment on its way, for the list: the one that is furthest behind. */
export const pendingPaymentSchema = z.object({ confirmations: z.int(), requiredConfirmations: z.int() });

/** How the invoice's letters and publications stand: nothing to do, waiting for the relay, or in need of a person. */
export const deliveryStates = ['none', 'queued', 'delivered', 'failed'] as const;

/** One row of the invoice list. Minor units as decimal text; `total` is null while a draft does not add up yet. */
export const invoiceRowSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  buyerName: z.string(),
  issueDate: z.string(),
  dueDate: z.string(),
  currency: z.string(),
  total: minorUnitsSchema.nullable(),
  received: minorUnitsSchema,
  state: z.enum(displayStates),
  pending: pendingPaymentSchema.nullable(),
  delivery: z.enum(deliveryStates),
  updatedAt: z.iso.datetime(),
});
export type InvoiceRow = z.infer<typeof invoiceRowSchema>;

/**
 * What the owner's own RPC endpoint says of a payment that the relay reported. `waiting`: not asked yet, or the endpoint
 * is out of reach; `verified`: receipt, log, block hash and confirmations agree; `mismatch`: they do not, so it is not
 * counted; `unchecked`: no endpoint of the owner's own is set for that chain.
 */
export const verificationSchema = z.object({
  status: z.enum(['waiting', 'verified', 'mismatch', 'unchecked']),
  detail: z.string(),
  checkedAt: z.iso.datetime().nullable(),
});
export type Verification = z.infer<typeof verificationSchema>;

/** A payment as shown: the ledger's entry, with names, its worth in the invoice's currency, and the device's own check. */
export const paymentViewSchema = z.object({
  payment: paymentSchema,
  symbol: z.string(),
  decimals: z.int(),
  chainName: z.string(),
  explorerUrl: z.string().nullable(),
  value: minorUnitsSchema,
  verification: verificationSchema,
  /** True where the chain has finalised its block by the word of whoever was asked last: "paid" and "final" differ. */
  isFinal: z.boolean(),
  /** For a reversed one: the key of the same transfer in the block that holds it now; null where there is none. */
  movedTo: z.string().nullable(),
  /** True where the relay has not told of it, and the owner's own endpoint found it. */
  unreported: z.boolean(),
});
export type PaymentView = z.infer<typeof paymentViewSchema>;

export const timelineKinds = [
  'created',
  'issued',
  'published',
  'email-queued',
  'email-sent',
  'email-failed',
  'payment-seen',
  'payment-confirmed',
  'payment-final',
  'payment-reversed',
  'payment-verified',
  'payment-mismatch',
  'payment-assumed',
  'payment-moved',
  'payment-unreported',
  'payment-assigned',
  'payment-released',
  'tolerance-used',
  'refund-recorded',
  'refund-verified',
  'refund-mismatch',
  'paid-outside',
  'credited',
  'written-off',
  'adjustment-undone',
  'receipt-queued',
  'receipt-sent',
  'settled',
  'unsettled',
  'voided',
  'reinstated',
] as const;

/** One entry of an invoice's history. `detail` is a plain sentence; `paymentKey` ties it to a payment. */
export const timelineEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(timelineKinds),
  detail: z.string(),
  paymentKey: z.string().nullable(),
  txHash: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A job of the courier: something queued for the relay, and what became of it. */
export const jobViewSchema = z.object({
  id: z.string(),
  invoiceId: z.string(),
  kind: z.enum(['publish', 'email', 'receipt', 'correction', 'credit-note', 'void', 'settle', 'reinstate', 'assign']),
  status: z.enum(['queued', 'running', 'waiting', 'done', 'failed']),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  problem: problemSchema.nullable(),
  createdAt: z.iso.datetime(),
  /** For an email: to whom, and the Message-ID once the relay gave one. */
  to: z.string().nullable(),
  messageId: z.string().nullable(),
});
export type JobView = z.infer<typeof jobViewSchema>;

/** Settlement on the wire: `Settlement` with its bigints as decimal text. */
export const settlementViewSchema = z.object({
  status: z.enum(settlementStatuses),
  due: minorUnitsSchema,
  received: minorUnitsSchema,
  pending: minorUnitsSchema,
  remaining: minorUnitsSchema,
  over: minorUnitsSchema,
  credited: minorUnitsSchema,
  refunded: minorUnitsSchema,
  outside: minorUnitsSchema,
  forgiven: minorUnitsSchema,
  isFinal: z.boolean(),
  late: z.boolean(),
  settledAt: z.int().nullable(),
});
export type SettlementView = z.infer<typeof settlementViewSchema>;

/** How money came that no chain shows. */
export const outsideMethods = ['cash', 'bank', 'card', 'other'] as const;

/**
 * What the owner put right on an invoice by hand. `amount` is minor units of the invoice's currency; `undone` ones count for
 * nothing and can be restored. `transfer` is the chain's side of an assignment or a refund, with the device's own check.
 */
export const adjustmentViewSchema = z.object({
  id: z.string(),
  kind: z.enum(['assignment', 'refund', 'paid-outside', 'credit-note', 'tolerance']),
  at: z.iso.datetime(),
  amount: minorUnitsSchema,
  /** Counts by now: an outgoing transfer does so only once it is verified and confirmed. */
  isCounted: z.boolean(),
  undone: z.boolean(),
  /** The owner's own words: a note, a reason. */
  note: z.string(),
  method: z.enum(outsideMethods).nullable(),
  /** The credit note's number. */
  number: z.string().nullable(),
  transfer: z
    .object({
      chainId: z.int(),
      chainName: z.string(),
      txHash: z.string(),
      explorerUrl: z.string().nullable(),
      symbol: z.string(),
      decimals: z.int(),
      units: z.string(),
      to: z.string(),
      verification: verificationSchema,
    })
    .nullable(),
});
export type AdjustmentView = z.infer<typeof adjustmentViewSchema>;

/** An invoice that an unmatched transfer may belong to, with what speaks for it in plain words, strongest first. */
export const suggestionSchema = z.object({
  invoiceId: z.string(),
  number: z.string(),
  buyerName: z.string(),
  currency: z.string(),
  remaining: minorUnitsSchema,
  reasons: z.array(z.string()).min(1),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** The lists of the inbox: what waits for a decision, what was assigned by hand, what is the owner's own moving of money. */
export const inboxLists = ['open', 'assigned', 'internal'] as const;
export type InboxList = (typeof inboxLists)[number];

/**
 * A transfer to one of the owner's addresses that no rule credits to an invoice, or that the owner took off one. `value` is its
 * worth in the currency of its token's peg, minor units; null for a token that nobody knows. `explanation` says in a sentence
 * why it is here. `assignment` is the owner's word on it, if any.
 */
export const unmatchedViewSchema = z.object({
  key: z.string(),
  at: z.iso.datetime(),
  chainId: z.int(),
  chainName: z.string(),
  txHash: z.string(),
  explorerUrl: z.string().nullable(),
  symbol: z.string(),
  decimals: z.int(),
  units: z.string(),
  currency: z.string().nullable(),
  value: minorUnitsSchema.nullable(),
  from: z.string(),
  to: z.string(),
  state: paymentSchema.shape.state,
  confirmations: z.int(),
  requiredConfirmations: z.int(),
  explanation: z.string(),
  verification: verificationSchema,
  suggestions: z.array(suggestionSchema),
  assignment: z
    .object({
      internal: z.boolean(),
      parts: z.array(
        z.object({
          invoiceId: z.string(),
          number: z.string(),
          buyerName: z.string(),
          currency: z.string(),
          units: z.string(),
          value: minorUnitsSchema,
        }),
      ),
    })
    .nullable(),
});
export type UnmatchedView = z.infer<typeof unmatchedViewSchema>;

/** One invoice, whole. `draft` stays after issue as it was; `signed` is null until then; `link` carries its key. */
export const invoiceViewSchema = z.object({
  id: z.string(),
  lifecycle: z.enum(lifecycles),
  state: z.enum(displayStates),
  draft: invoiceDraftSchema,
  signed: signedInvoiceSchema.nullable(),
  signatureFingerprint: z.string().nullable(),
  settlement: settlementViewSchema.nullable(),
  payments: z.array(paymentViewSchema),
  adjustments: z.array(adjustmentViewSchema),
  timeline: z.array(timelineEntrySchema),
  jobs: z.array(jobViewSchema),
  link: z.string().nullable(),
  delivery: z.enum(deliveryStates),
  /** Why it cannot be issued yet; empty when it can. */
  problems: z.array(problemSchema),
  /** Other invoices that were given the same number, by a data folder put back from an older copy or copied to a second computer. */
  sameNumber: z.array(z.object({ id: z.string(), buyerName: z.string() })),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type InvoiceView = z.infer<typeof invoiceViewSchema>;

/** A client in the address book. */
export const contactSchema = z.object({
  id: z.string(),
  party: partySchema,
  note: z.string().max(4000),
  currency: z.string().max(3),
  updatedAt: z.iso.datetime(),
});
export type Contact = z.infer<typeof contactSchema>;

/** Where an invoice's money arrives; see `settingsSchema`. */
export const receivingModes = ['shared', 'account', 'forwarder'] as const;
export type ReceivingMode = (typeof receivingModes)[number];

/**
 * What the owner set. `accept` names tokens as `chainId:address`, lower case; `rpcEndpoints` maps a chain id (as text) to
 * the owner's own endpoints; `logo` is a data URL (PNG, JPEG or SVG, 300 kB) or null; `monitorDays` is how long after
 * the due date payments are still watched for.
 *
 * `receiving` says where money arrives: one `shared` address (`wallet`) with tagged amounts, an address per invoice from an
 * `account` xpub, or a `forwarder` contract per invoice whose only destination is `wallet`. `tolerance` is how short an invoice may be
 * and still count as paid: `absolute` in the invoice's currency and `percent` of its total, decimals as typed, empty for
 * none; where both are set, a shortfall must be within both. `assumeExactAmount` lets the relay credit an amount without its
 * tail where exactly one open invoice fits. `confirmations` maps a chain id (as text) to the owner's own minimum.
 * `sendReceipts` emails a receipt by itself once a payment is final.
 */
export const settingsSchema = z.object({
  seller: partySchema,
  logo: z.string().max(400_000).nullable(),
  wallet: z.string().max(64),
  accept: z.array(z.string().max(80)).max(200),
  currency: z.string().max(3),
  dueDays: z.int().min(0).max(3650),
  notes: z.string().max(20_000),
  terms: z.string().max(20_000),
  numberPrefix: z.string().max(12),
  monitorDays: z.int().min(1).max(3650),
  emailMode: z.enum(['pdf', 'link']),
  relayOrigin: z.string().max(500),
  rpcEndpoints: z.record(z.string(), z.array(z.string().max(500)).max(5)),
  receiving: z.strictObject({ mode: z.enum(receivingModes), xpub: z.string().max(200) }),
  tolerance: z.strictObject({ absolute: z.string().max(40), percent: z.string().max(20) }),
  assumeExactAmount: z.boolean(),
  confirmations: z.record(z.string(), z.int().min(1).max(10_000)),
  sendReceipts: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The whole app's state, for banners and the first-run gate. */
export const workspaceViewSchema = z.object({
  /** `absent`: first run; `locked`: a passphrase is needed; `ready`. */
  state: z.enum(['absent', 'locked', 'ready']),
  name: z.string(),
  phraseConfirmed: z.boolean(),
  practice: z.boolean(),
  deviceName: z.string(),
  deviceSeries: z.string(),
  signingFingerprint: z.string().nullable(),
  relay: z.object({
    origin: z.string().nullable(),
    /** `offline` is calm: work goes on and the queue waits. `refused` needs a person. */
    status: z.enum(['none', 'connecting', 'online', 'offline', 'refused']),
    detail: z.string(),
    lastOnlineAt: z.iso.datetime().nullable(),
  }),
  /** Documents and jobs that wait for the relay. */
  queued: z.int(),
  failedJobs: z.int(),
  quarantined: z.int(),
  /** Transfers in the inbox that wait for a decision. */
  unmatched: z.int(),
  chains: z.array(chainStateSchema),
  practiceWallet: z.string().nullable(),
  mailInboxUrl: z.string().nullable(),
  version: z.string(),
});
export type WorkspaceView = z.infer<typeof workspaceViewSchema>;
