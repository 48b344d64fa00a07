import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The schema's history, oldest first. A migration that has been released is never edited and never removed: the next
 * change is a new entry at the end. They run on PostgreSQL and SQLite alike.
 */
export const migrations: Record<string, Migration> = {
  '0001-first-schema': { up: createFirstSchema },
  '0002-rests': { up: createRests },
};

async function createRests(db: Kysely<unknown>): Promise<void> {
  for (const statement of rests) await sql.raw(statement).execute(db);
}

const rests = [
  `create table rests (
     link_id text not null references links (id), account text not null, chain_id bigint not null,
     token text not null, address text not null, exact text not null, tagged text not null,
     primary key (link_id, chain_id, token, address))`,
  `create index rests_by_tagged on rests (chain_id, address, account, token, tagged)`,
  `create index rests_by_exact on rests (chain_id, address, account, token, exact)`,
];

async function createFirstSchema(db: Kysely<unknown>): Promise<void> {
  for (const statement of firstSchema) await sql.raw(statement).execute(db);
}

const firstSchema = [
  `create table meta (key text primary key, value text not null)`,
  `create table accounts (
     key text primary key, created_at bigint not null,
     feed_seq bigint not null default 0, event_seq bigint not null default 0,
     device_count integer not null default 0, stored bigint not null default 0)`,
  `create table invites (code_hash text primary key, used_by text not null, used_at bigint not null)`,
  `create table devices (
     account text not null references accounts (key), device_id text not null, ordinal integer not null,
     primary key (account, device_id), unique (account, ordinal))`,
  `create table sessions (
     id text primary key, account text not null references accounts (key), device_id text not null,
     device_name text not null, token_hash text not null unique,
     created_at bigint not null, last_seen_at bigint not null, revoked_at bigint)`,
  `create index sessions_by_account on sessions (account, created_at)`,
  `create table challenges (challenge text primary key, account text not null, expires_at bigint not null)`,
  `create index challenges_by_expiry on challenges (expires_at)`,
  `create table feed_rows (
     account text not null references accounts (key), collection text not null, id text not null,
     rev text not null, sealed text not null, seq bigint not null,
     primary key (account, collection, id), unique (account, seq))`,
  `create index feed_rows_by_seq on feed_rows (account, collection, seq)`,
  `create table links (
     id text primary key, account text not null references accounts (key), content_hash text not null,
     sealed_invoice text not null, sealed_pdf text not null, tag text not null, status text not null,
     expires_at bigint not null, monitor_until bigint not null, created_at bigint not null)`,
  `create index links_by_account on links (account)`,
  `create table watches (
     link_id text not null references links (id), account text not null, chain_id bigint not null,
     token text not null, address text not null, own_address integer not null, exact text not null, tagged text not null,
     tag text not null, expires_at bigint not null, monitor_until bigint not null,
     primary key (link_id, chain_id, token, address))`,
  `create index watches_by_amount on watches (chain_id, address, account, token, tagged, monitor_until)`,
  `create index watches_by_exact on watches (chain_id, address, account, token, exact, monitor_until)`,
  `create index watches_own on watches (chain_id, address, account) where own_address = 1`,
  `create index watches_by_tag on watches (tag, chain_id)`,
  `create index watches_by_link on watches (link_id)`,
  `create table watched_places (
     chain_id bigint not null, address text not null, account text not null, token text not null,
     primary key (chain_id, address, account, token))`,
  `create table pending_scans (
     chain_id bigint not null, link_id text not null references links (id), primary key (chain_id, link_id))`,
  `create table payments (
     account text not null, key text not null, link_id text, chain_id bigint not null,
     block_number bigint not null, block_hash text not null, block_time bigint not null,
     tx_hash text not null, log_index integer not null, token text not null, sender text not null, recipient text not null,
     units text not null, rule text, reason text, candidates text not null default '[]',
     state text not null, confirmations integer not null, required integer not null, late integer not null,
     primary key (account, key))`,
  `create index payments_by_link on payments (link_id)`,
  `create index payments_unconfirmed on payments (chain_id, block_number) where state in ('seen', 'confirming')`,
  `create index payments_not_final on payments (chain_id, block_number) where state in ('seen', 'confirming', 'confirmed')`,
  `create table events (
     account text not null, seq bigint not null, type text not null, at bigint not null, body text not null,
     primary key (account, seq))`,
  `create table mail_jobs (
     account text not null references accounts (key), id text not null, link_id text not null, status text not null,
     message_id text not null, attempts integer not null default 0, next_attempt_at bigint,
     lease_owner text, lease_until bigint, last_error text, sent_at bigint, created_at bigint not null, content text,
     primary key (account, id))`,
  `create index mail_jobs_due on mail_jobs (next_attempt_at) where status = 'queued'`,
  `create table chain_cursors (
     chain_id bigint primary key, block_number bigint not null, block_hash text not null, finalized bigint,
     checked_at bigint not null, block_time bigint not null)`,
  `create table chain_headers (
     chain_id bigint not null, number bigint not null, hash text not null, primary key (chain_id, number))`,
  `create table chain_status (chain_id bigint primary key, status text not null, trouble text)`,
  `create table usage (
     scope text not null, kind text not null, day text not null, used bigint not null, primary key (scope, kind, day))`,
];
