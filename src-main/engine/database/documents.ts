import type { InvoiceDraft } from '../../../shared/invoice/invoice-draft.ts';
import type { Lifecycle } from '../../../shared/invoice/lifecycle.ts';
import type { Party } from '../../../shared/invoice/party.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { SettlementStatus } from '../../../shared/payment/settlement.ts';
import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import type { SignedInvoice } from '../../../shared/sealing/signed-invoice.ts';
import type { JobView, Settings, TimelineEntry, Verification } from '../../../shared/app-api/views.ts';
import type { Problem } from '../../../shared/result.ts';

/** What every synced document carries: `rev` is 16 random bytes in hex, new with every local write. */
export interface Synced {
  id: string;
  rev: string;
}

/** The one settings document; its id is {@link settingsId}. */
export interface SettingsDocument extends Synced, Settings {
  updatedAt: string;
}
export const settingsId = 'settings';

/** A client. `trashed` ones are kept for undo. */
export interface ContactDocument extends Synced {
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
 * Set by commands: `lifecycle`, `draft`, `signed`, `linkId`, `linkKey` (base64url; empty before issue), `voidReason`,
 * `series` and `sequence` (place in the series, 0 before issue). Set by the ledger: `settlement`, `received`. Instants are
 * ISO 8601 in UTC, empty where nothing happened yet. `phase`, `number`, `buyerName`, `currency`, `issueDate`, `dueDate`,
 * `total` and `searchText` are derived by `deriveInvoiceFields` on every local write.
 */
export interface InvoiceDocument extends Synced {
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
  /** Confirmed receipts, minor units as decimal text. */
  received: string;
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

/** What invoices are printed with: a logo (data URL) under its SHA-256 in hex, or the hash of one under an invoice's link id. */
export interface LetterheadDocument extends Synced {
  value: string;
}

/** A transfer credited to a published invoice; `id` is the payment's key, `seq` the relay event that brought this state. */
export interface PaymentDocument extends Synced {
  linkId: string;
  state: Payment['state'];
  seq: number;
  seenAt: string;
  updatedAt: string;
  payment: Payment;
}

/** A transfer to a watched address that belongs to nothing yet; `id` is its key. */
export interface UnmatchedDocument extends Synced {
  seq: number;
  at: string;
  reason: Extract<RelayEvent, { type: 'unmatched' }>['reason'];
  candidates: string[];
  transfer: Extract<RelayEvent, { type: 'unmatched' }>['transfer'];
}

/** An entry of an invoice's history. Its id is made of what it says, so two devices write the same entry once. */
export interface TimelineDocument extends Synced {
  invoiceId: string;
  at: string;
  kind: TimelineEntry['kind'];
  detail: string;
  paymentKey: string | null;
  txHash: string | null;
}

/**
 * A job of the courier, on this device alone. Jobs of one invoice run in order of `place`. `accepted` tells that the relay
 * holds the email, so that only its delivery is awaited. `lease` is empty, or until when a runner has the job.
 */
export interface JobDocument {
  id: string;
  invoiceId: string;
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

/** A document from the relay that would not open, kept so that it can be shown. */
export interface QuarantineDocument {
  id: string;
  /** The collection that it is from. (RxDB's documents have a property of that name, so this cannot be called so.) */
  source: string;
  hashedId: string;
  rev: string;
  reason: string;
  at: string;
}

/** What this device's own endpoint says of a payment; `id` is the payment's key. */
export interface VerificationDocument {
  id: string;
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
