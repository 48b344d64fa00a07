import { blockHash, replayChainId, replayInvoice, type ReplayInvoice } from './replay-chain.ts';
import { openDatabase, type DatabaseLocation } from '../../sync-server/storage/open-database.ts';
import type { Database } from '../../sync-server/storage/transact.ts';

const rowsAtOnce = 500;
const [expires, monitored] = [4_070_908_800, 4_102_444_800];
const issued = 1_740_000_000;

/**
 * Fills a relay's database with published links for the first `count` invoices of the replayed chain, as if their past had
 * been looked through already, and puts the chain's cursor on `startAfter`.
 */
export async function seedRelay(location: DatabaseLocation, count: number, startAfter: number): Promise<void> {
  const database = await openDatabase(location);
  try {
    const { kysely } = database;
    for (let from = 0; from < count; from += rowsAtOnce) {
      const length = Math.min(rowsAtOnce, count - from);
      await seedInvoices(
        kysely,
        Array.from({ length }, (_, at) => replayInvoice(from + at)),
      );
    }
    const block = { block_number: startAfter, block_hash: blockHash(startAfter) };
    await kysely
      .insertInto('chain_cursors')
      .values({ chain_id: replayChainId, finalized: null, block_time: 0, checked_at: 0, ...block })
      .execute();
    if (database.engine === 'postgres') await database.pool?.query('analyze');
  } finally {
    await database.close();
  }
}

/** The account that owns invoice `id`. */
export function accountOf({ account }: Pick<ReplayInvoice, 'account'>): string {
  return `account-${account}`;
}

/** The link of invoice `id`. */
export function linkOf(id: number): string {
  return `link-${id}`;
}

async function seedInvoices(kysely: Database, invoices: readonly ReplayInvoice[]): Promise<void> {
  const accounts = [...new Set(invoices.map(accountOf))].map((key) => ({ key, created_at: 0 }));
  const watches = invoices.map((invoice) => ({
    link_id: linkOf(invoice.id),
    account: accountOf(invoice),
    chain_id: replayChainId,
    token: invoice.token,
    address: invoice.address,
    own_address: invoice.ownAddress ? 1 : 0,
    exact: String(invoice.exact),
    tagged: String(invoice.tagged),
    tag: invoice.id.toString(16).padStart(32, '0'),
    expires_at: expires,
    monitor_until: monitored,
    issued_at: issued,
    assume: 1,
    confirmations: 1,
  }));
  const links = watches.map(({ link_id, account, tag }) => ({
    id: link_id,
    account,
    content_hash: '',
    sealed_invoice: '',
    sealed_pdf: '',
    tag,
    status: 'open' as const,
    expires_at: expires * 1_000,
    monitor_until: monitored * 1_000,
    created_at: issued * 1_000,
    issued_at: issued * 1_000,
  }));
  const places = watches.map(({ chain_id, address, account, token }) => ({ chain_id, address, account, token }));
  const noticed = watches.map(({ address, account }) => ({ address, account }));
  await kysely.transaction().execute(async (trx) => {
    await trx
      .insertInto('accounts')
      .values(accounts)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await trx.insertInto('links').values(links).execute();
    await trx.insertInto('watches').values(watches).execute();
    await trx
      .insertInto('watched_places')
      .values(places)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await trx
      .insertInto('noticed')
      .values(noticed)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
