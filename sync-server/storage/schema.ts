import type { ColumnType } from 'kysely';
import type { AttributionRule } from '../../shared/payment/payment.ts';

/** A text column with a default in the database. */
type Defaulted<Type> = ColumnType<Type, Type | undefined, Type>;

/** Instants are milliseconds since 1970; flags are 0 or 1; token quantities and block numbers of payments are decimal text. */
export interface RelaySchema {
  meta: { key: string; value: string };
  /** `feed_seq`, `event_seq` and `device_count` are counters, raised only inside the transaction that uses the number. */
  accounts: {
    key: string;
    created_at: number;
    feed_seq: Defaulted<number>;
    event_seq: Defaulted<number>;
    device_count: Defaulted<number>;
    /** Characters of sealed documents and links kept for the account. */
    stored: Defaulted<number>;
  };
  invites: { code_hash: string; used_by: string; used_at: number };
  devices: { account: string; device_id: string; ordinal: number };
  sessions: {
    id: string;
    account: string;
    device_id: string;
    device_name: string;
    token_hash: string;
    created_at: number;
    last_seen_at: number;
    revoked_at: number | null;
  };
  challenges: { challenge: string; account: string; expires_at: number };
  feed_rows: { account: string; collection: string; id: string; rev: string; sealed: string; seq: number };
  links: {
    id: string;
    account: string;
    content_hash: string;
    sealed_invoice: string;
    sealed_pdf: string;
    tag: string;
    status: 'open' | 'void' | 'settled';
    expires_at: number;
    monitor_until: number;
    created_at: number;
  };
  watches: {
    link_id: string;
    account: string;
    chain_id: number;
    token: string;
    address: string;
    own_address: number;
    exact: string;
    tagged: string;
    /** The link's, repeated here so that attribution reads one table. Unix seconds. */
    tag: string;
    expires_at: number;
    monitor_until: number;
  };
  /**
   * What settles the rest of the links that are paid in part, at addresses that links share: base units, without the tail
   * (`exact`) and with it (`tagged`). A link that is unpaid or wholly paid has no row.
   */
  rests: {
    link_id: string;
    account: string;
    chain_id: number;
    token: string;
    address: string;
    exact: string;
    tagged: string;
  };
  /** Which accounts watch an address and for which tokens: one row each, however many links there are. */
  watched_places: { chain_id: number; address: string; account: string; token: string };
  /** Links whose past blocks have still to be looked through, by chain. */
  pending_scans: { chain_id: number; link_id: string };
  /** Transfers to watched addresses: credited ones have a link, unmatched ones a reason. */
  payments: PaymentTable;
  events: { account: string; seq: number; type: string; at: number; body: string };
  mail_jobs: {
    account: string;
    id: string;
    link_id: string;
    status: 'queued' | 'sent' | 'failed';
    message_id: string;
    attempts: Defaulted<number>;
    next_attempt_at: number | null;
    lease_owner: string | null;
    lease_until: number | null;
    last_error: string | null;
    sent_at: number | null;
    created_at: number;
    /** The message as JSON; null once the mail server has accepted it. */
    content: string | null;
  };
  chain_cursors: {
    chain_id: number;
    block_number: number;
    block_hash: string;
    finalized: number | null;
    checked_at: number;
    block_time: number;
  };
  /** How the process that follows a chain fares with it. */
  chain_status: {
    chain_id: number;
    status: 'starting' | 'following' | 'catching-up' | 'unreachable';
    trouble: string | null;
  };
  /** The last blocks of each chain as they were read, so that a reorganisation during downtime is noticed. */
  chain_headers: { chain_id: number; number: number; hash: string };
  /** Used quota: `scope` is an account or address, `kind` what is counted, `day` an ISO date in UTC. */
  usage: { scope: string; kind: string; day: string; used: number };
}

interface PaymentTable {
  account: string;
  key: string;
  link_id: string | null;
  chain_id: number;
  block_number: number;
  block_hash: string;
  block_time: number;
  tx_hash: string;
  log_index: number;
  token: string;
  sender: string;
  recipient: string;
  units: string;
  rule: AttributionRule | null;
  reason: string | null;
  candidates: Defaulted<string>;
  state: 'seen' | 'confirming' | 'confirmed' | 'final' | 'reversed';
  confirmations: number;
  required: number;
  late: number;
}

/** A payment or unmatched transfer, as stored. */
export type PaymentRow = Omit<PaymentTable, 'candidates'> & { readonly candidates: string };
