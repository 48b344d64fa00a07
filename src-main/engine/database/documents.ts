import type { InvoiceDraft } from '../../../shared/invoice/invoice-draft.ts';
import type { Lifecycle } from '../../../shared/invoice/lifecycle.ts';
import type { Party } from '../../../shared/invoice/party.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { SettlementStatus } from '../../../shared/payment/settlement.ts';
import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import type { SignedInvoice } from '../../../shared/sealing/signed-invoice.ts';
import type { AdjustmentView } from '../../../shared/app-api/adjustment-view.ts';
import type { JobView } from '../../../shared/app-api/job-view.ts';
import type { Verification } from '../../../shared/app-api/payment-view.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { TimelineEntry } from '../../../shared/app-api/timeline-entry.ts';
import type { Problem } from '../../../shared/result.ts';

/**
 * What every synced document carries: `rev` is 16 random bytes in hex, new with every local write, and the only thing
 * that tells two versions apart.
 */
export interface SyncedDocument {
  id: string;
  rev: string;
}

/** A change of `assumeExactAmount`; `id` is when it was made, ISO 8601. */
export interface AssumeChange {
  readonly id: string;
  readonly on: boolean;
}

/**
 * The one settings document; its id is {@link settingsId}. `assumeChanges` says since when what stands in
 * `assumeExactAmount`; a document of an older version has none.
 */
export interface SettingsDocument extends SyncedDocument, Settings {
  updatedAt: string;
  assumeChanges?: readonly AssumeChange[];
}
/** The id of the one settings document. */
export const settingsId = 'settings';

/** A client. `trashed` ones are kept for undo. */
export interface ContactDocument extends SyncedDocument {
  party: Party;
  note: string;
  currency: string;
  name: string;
  trashed: boolean;
  createdAt: string;
  updatedAt: string;
}

/** The list an invoice belongs to; derived from bin, lifecycle and settlement, so that one index serves each list. */
export type InvoicePhase = 'draft' | 'open' | 'paid' | 'void' | 'trash';

/**
 * An invoice from its first draft to its last payment.
 *
 * Set by commands: `lifecycle`, `draft`, `signed`, `linkId`, `linkKey` (base64url; empty before issue), `voidReason`
 * (why it is void or written off), `series` and `sequence` (place in the series, 0 before issue). Set by the ledger:
 * `settlement`, `received`, `final`, `round`, and whether `lifecycle` is issued or credited. Instants are ISO 8601 in
 * UTC, empty where nothing happened yet. `phase`, `number`, `buyerName`, `currency`, `issueDate`, `dueDate`, `total`
 * and `searchText` are derived by `deriveInvoiceFields` on every local write.
 */
export interface InvoiceDocument extends SyncedDocument {
  lifecycle: Lifecycle;
  settlement: SettlementStatus | 'none';
  phase: InvoicePhase;
  trashed: boolean;
  series: string;
  sequence: number;
  number: string;
  buyerName: string;
  currency: string;
  issueDate: string;
  dueDate: string;
  /** Minor units as decimal text; empty while a draft does not add up. */
  total: string;
  /** What has come less what went back, minor units as decimal text; see `Settlement`. */
  received: string;
  /** True while it is settled by what no reorganisation can take away. */
  final: boolean;
  /** How often it was settled for good and then was not, after all: the receipts of each time are told apart by it. */
  round: number;
  searchText: string;
  draft: InvoiceDraft;
  signed: SignedInvoice | null;
  linkId: string;
  linkKey: string;
  /** The number of the invoice's own address, by `nextAddressIndex`; -1 where it has none. */
  addressIndex: number;
  /** The wallet behind the invoice's forwarder, EIP-55; empty where it has none. */
  forwarderOwner: string;
  voidReason: string;
  createdAt: string;
  updatedAt: string;
  issuedAt: string;
  publishedAt: string;
  emailedAt: string;
}

/**
 * What invoices are printed with: a logo (data URL) under its SHA-256 in hex, or the hash of one under
 * an invoice's link id.
 */
export interface LetterheadDocument extends SyncedDocument {
  value: string;
}

/**
 * A transfer credited to a published invoice; `id` is the payment's key, `seq` the relay event that brought this state
 * (0: found by this device itself), `txHash` its payment's own, for finding. `linkId` is empty where the relay has
 * taken its credit back since. `unreported`: the owner's own endpoint found it, and the relay has not told of it.
 */
export interface PaymentDocument extends SyncedDocument {
  linkId: string;
  txHash: string;
  unreported: boolean;
  state: Payment['state'];
  seq: number;
  seenAt: string;
  updatedAt: string;
  payment: Payment;
}

/** A transfer to a watched address that no rule credits; `id` is its key, the rest as for {@link PaymentDocument}. */
export interface UnmatchedDocument extends SyncedDocument {
  txHash: string;
  unreported: boolean;
  seq: number;
  at: string;
  reason: Extract<RelayEvent, { type: 'unmatched' }>['reason'];
  candidates: string[];
  transfer: Extract<RelayEvent, { type: 'unmatched' }>['transfer'];
}

/**
 * A transfer and the block that it was in when this was written; hex is lower case, numbers that can
 * be large decimal text.
 */
export interface TransferPlace {
  /** What stays the same in another block; see `lastingIds`. */
  lastingId: string;
  key: string;
  chainId: number;
  blockNumber: string;
  blockHash: string;
  /** Unix seconds. */
  blockTime: number;
  txHash: string;
  logIndex: number;
  token: string;
  from: string;
  to: string;
  units: string;
}

/**
 * What the owner put right by hand; never a change of the signed invoice. `undone` ones count for nothing and stay.
 *
 * `invoiceId` and its `linkId` are empty for an assignment, whose parts name theirs. `amount` is minor units of the
 * invoice's currency as decimal text: of a refund what it is worth by the invoice's terms, of an assignment nothing
 * (0). `note` is the owner's own words. `transfer` belongs to an assignment (the transfer that it speaks of) or a
 * refund (the outgoing one), and `txHash` is its, for finding. `series` and `sequence` are a credit note's place in its
 * series; empty and 0 for the rest.
 */
export interface AdjustmentDocument extends SyncedDocument {
  kind: AdjustmentView['kind'];
  invoiceId: string;
  linkId: string;
  txHash: string;
  amount: string;
  note: string;
  undone: boolean;
  createdAt: string;
  updatedAt: string;
  transfer: TransferPlace | null;
  assignment: { internal: boolean; parts: AssignedShare[] } | null;
  outside: { method: NonNullable<AdjustmentView['method']>; date: string } | null;
  /** `signed` is the signed document as its own module reads it; null where there is none (yet). */
  creditNote: { number: string; signed: object | null } | null;
  series: string;
  sequence: number;
}

/**
 * A part of a transfer, credited by its owner: base units; `value` in minor units where the terms
 * do not name the token.
 */
export interface AssignedShare {
  invoiceId: string;
  linkId: string;
  units: string;
  value: string | null;
}

/** An entry of an invoice's history. Its id is made of what it says, so two devices write the same entry once. */
export interface TimelineDocument extends SyncedDocument {
  invoiceId: string;
  at: string;
  kind: TimelineEntry['kind'];
  detail: string;
  paymentKey: string | null;
  txHash: string | null;
}

/**
 * A job of the courier, on this device alone. Jobs of one invoice run in order of `place`. `accepted` tells that the
 * relay holds the email, so that only its delivery is awaited. `lease` is empty before the first attempt, and then
 * until when the last one has the job. `subject` is the id of the adjustment that it is about; empty for none.
 */
export interface JobDocument {
  id: string;
  invoiceId: string;
  subject: string;
  kind: JobView['kind'];
  status: JobView['status'];
  place: number;
  attempts: number;
  nextAttemptAt: string;
  lease: string;
  problem: Problem | null;
  createdAt: string;
  updatedAt: string;
  to: string;
  mode: 'pdf' | 'link';
  messageId: string;
  accepted: boolean;
}

/** A value that this device keeps for itself. */
export interface DeviceDocument {
  key: string;
  value: unknown;
}

/**
 * A document from the relay that would not open, or one of ours that it would not take, kept so that it can be shown.
 */
export interface QuarantineDocument {
  id: string;
  cause: 'unreadable' | 'refused';
  /** The collection that it is from. (RxDB's documents have a property of that name, so this cannot be called so.) */
  source: string;
  hashedId: string;
  rev: string;
  reason: string;
  at: string;
}

/** What this device's own endpoint says of a transfer; `id` is its key, or a refund's id. */
export interface VerificationDocument {
  id: string;
  /** The link that it was asked for; empty where nobody but the owner says whose it is. */
  linkId: string;
  status: Verification['status'];
  detail: string;
  checkedAt: string;
  /** The facts that were asked about, empty before the first answer; see `paymentFacts`. */
  facts: string;
  /** Confirmations that the endpoint saw itself, no more than are needed. */
  confirmations: number;
  isFinal: boolean;
  /** True while the endpoint is to be asked again: not final by its own word. */
  due: boolean;
}
