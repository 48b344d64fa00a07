import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The schema's history, oldest first. A migration that has been released is never edited and never removed: the next
 * change is a new entry at the end. They run on PostgreSQL and SQLite alike.
 */
export const migrations: Record<string, Migration> = {
  '0001-first-schema': { up: (db) => runAll(db, firstSchema) },
  '0002-rests': { up: (db) => runAll(db, rests) },
  '0003-remedies': { up: (db) => runAll(db, remedies) },
  '0004-settled-shares': { up: (db) => runAll(db, settledShares) },
  '0005-payments-by-time': {
    up: (db) => runAll(db, ['create index payments_by_time on payments (account, block_time)']),
  },
  '0006-payments-by-transaction': {
    up: (db) => runAll(db, ['create index payments_by_transaction on payments (chain_id, tx_hash)']),
  },
};

async function runAll(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** The part of a link that is settled by more than transfers. */
const settledShares = [
  `alter table links add column settled_part text not null default '0'`,
  `alter table links add column settled_whole text not null default '1'`,
];

/**
 * Assumptions, assignments, the wrong chain, confirmations by amount, agreement of endpoints, scans
 * that go back further.
 */
const remedies = [
  `alter table links add column issued_at bigint not null default 0`,
  `update links set issued_at = created_at`,
  `alter table watches add column issued_at bigint not null default 0`,
  `alter table watches add column assume integer not null default 0`,
  `alter table watches add column confirmations integer not null default 1`,
  `alter table watches add column asks integer not null default 1`,
  `update watches set issued_at = (select links.created_at / 1000 from links where links.id = watches.link_id)`,
  `update watches set asks = 2 where link_id in (select link_id from rests)`,
  `update watches set asks = 0 where link_id in (select id from links where status <> 'open')
     or (asks = 1 and link_id in (select link_id from payments where link_id is not null and state <> 'reversed'))`,
  `drop index watches_by_amount`,
  `drop index watches_by_exact`,
  `drop index watches_own`,
  `create index watches_by_tagged on watches (address, account, tagged, chain_id, token, monitor_until)`,
  `create index watches_by_exact on watches (address, account, exact, chain_id, token, monitor_until)`,
  `create index watches_own on watches (address, account, chain_id) where own_address = 1`,
  `create index watches_asking on watches (address, account, exact, chain_id, token) where asks = 1`,
  `create index watches_at on watches (chain_id, address, account, token)`,
  `create table noticed (address text not null, account text not null, primary key (address, account))`,
  `insert into noticed (address, account) select distinct address, account from watched_places`,
  `alter table payments add column lasting_id text not null default ''`,
  `alter table payments add column awaits text not null default 'blocks'`,
  `alter table payments add column agreement text not null default 'none'`,
  `update payments set lasting_id = chain_id || ':' || tx_hash || ':' || token || ':' || sender || ':' || recipient || ':' || units
     || ':' || (select count(*) from payments as other where other.account = payments.account
       and other.block_hash = payments.block_hash and other.tx_hash = payments.tx_hash and other.token = payments.token
       and other.sender = payments.sender and other.recipient = payments.recipient and other.units = payments.units
       and other.log_index < payments.log_index)`,
  `create index payments_by_lasting_id on payments (account, lasting_id)`,
  `create index payments_not_agreed on payments (chain_id) where agreement in ('waiting', 'disagreed')`,
  `create table assignments (
     account text not null references accounts (key), lasting_id text not null, updated_at bigint not null,
     primary key (account, lasting_id))`,
  `create table assignment_parts (
     account text not null, lasting_id text not null, link_id text not null references links (id),
     position integer not null, units text not null, primary key (account, lasting_id, link_id))`,
  `create index assignment_parts_by_link on assignment_parts (link_id)`,
  `alter table chain_cursors add column safe bigint`,
  `alter table pending_scans add column next_block bigint`,
  `alter table pending_scans add column last_block bigint`,
  `alter table pending_scans add column retry_at bigint not null default 0`,
  `create table chain_endpoints (
     chain_id bigint not null, endpoint text not null, healthy integer not null, problem text,
     failures_in_a_row integer not null, latency_ms integer, calls bigint not null, keeps_history integer not null,
     checked_at bigint not null, primary key (chain_id, endpoint))`,
];

const rests = [
  `create table rests (
     link_id text not null references links (id), account text not null, chain_id bigint not null,
     token text not null, address text not null, exact text not null, tagged text not null,
     primary key (link_id, chain_id, token, address))`,
  `create index rests_by_tagged on rests (chain_id, address, account, token, tagged)`,
  `create index rests_by_exact on rests (chain_id, address, account, token, exact)`,
];

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
