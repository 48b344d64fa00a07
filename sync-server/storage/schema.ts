import type { ColumnType, Selectable } from 'kysely';
import type { ConfirmationWait } from '../../shared/money/confirmation-policy.ts';
import type { AttributionRule } from '../../shared/payment/payment.ts';

/** A column with a default in the database. */
type Defaulted<Type> = ColumnType<Type, Type | undefined, Type>;

/**
 * Instants are milliseconds since 1970; flags are 0 or 1; token quantities and block numbers of
 * payments are decimal text.
 */
export interface RelaySchema {
  meta: { key: string; value: string };
  /**
   * `feed_seq`, `event_seq` and `device_count` are counters, raised only inside the transaction that uses the number.
   */
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
    /** A fraction: what is settled by more than transfers, by the owner's word. */
    settled_part: Defaulted<string>;
    settled_whole: Defaulted<string>;
    expires_at: number;
    monitor_until: number;
    created_at: number;
    issued_at: Defaulted<number>;
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
    issued_at: Defaulted<number>;
    /** Whether an amount without its tail may be assumed to be this link's. */
    assume: Defaulted<number>;
    /** Confirmations that the owner asks for at least. */
    confirmations: Defaulted<number>;
    /** What the link asks for now: nothing (0: paid, void or settled), the whole (1), or the rest (2). */
    asks: Defaulted<0 | 1 | 2>;
  };
  /**
   * What settles the rest of the links that are paid in part, at addresses that links share: base units, without the
   * tail (`exact`) and with it (`tagged`). A link that is unpaid or wholly paid has no row.
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
  /**
   * The addresses of an account's links: transfers to them are noticed on every chain, also on one that no link names.
   */
  noticed: { address: string; account: string };
  /**
   * Links whose past blocks have still to be looked through, by chain: from `next_block` to `last_block`, which are
   * null until it begins. `retry_at` is when to try again where no endpoint has the blocks.
   */
  pending_scans: {
    chain_id: number;
    link_id: string;
    next_block: Defaulted<number | null>;
    last_block: Defaulted<number | null>;
    retry_at: Defaulted<number>;
  };
  /**
   * Transfers on which the owner's own word stands, by the id that outlives their block; what it says is in the parts.
   */
  assignments: { account: string; lasting_id: string; updated_at: number };
  assignment_parts: { account: string; lasting_id: string; link_id: string; position: number; units: string };
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
    safe: Defaulted<number | null>;
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
  /** The RPC endpoints of each chain as the process that follows it finds them; `problem` is a code. */
  chain_endpoints: {
    chain_id: number;
    endpoint: string;
    healthy: number;
    problem: string | null;
    failures_in_a_row: number;
    latency_ms: number | null;
    calls: number;
    keeps_history: number;
    checked_at: number;
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
  awaits: Defaulted<ConfirmationWait>;
  /** Whether a second endpoint must show the same transfer before it counts, and whether one does. */
  agreement: Defaulted<'none' | 'waiting' | 'agreed' | 'disagreed'>;
  late: number;
  /** See `lastingIds`. */
  lasting_id: Defaulted<string>;
}

/** A payment or unmatched transfer, as stored. */
export type PaymentRow = Selectable<PaymentTable>;
/** A watch, as stored. */
export type WatchRow = Selectable<RelaySchema['watches']>;
