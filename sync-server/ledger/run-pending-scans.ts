import type { RelayContext } from '../relay-context.ts';
import type { EndpointPool } from '../chain/endpoint-pool.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { attributeTransfers, type AccountAttribution, type CalldataSource } from './attribute-transfers.ts';
import { recordTransfers } from './record-transfers.ts';
import { scanRecentTransfers } from './scan-link.ts';
import type { WatchedAddresses } from './watched-addresses.ts';

/** One chain as its ledger follows it. */
export interface FollowedChain {
  readonly context: RelayContext;
  readonly chainId: number;
  readonly pool: EndpointPool;
  /** Contracts that were checked, lower case. */
  readonly tokens: readonly `0x${string}`[];
  readonly calldataOf: CalldataSource;
  readonly watched: WatchedAddresses;
  readonly signal: AbortSignal;
}

/** Most links whose past is looked through together. */
const batchSize = 50;

/**
 * Looks through the recent past for newly published links, and credits what is theirs. That a link waits for this is in
 * the database since its publication, so no crash loses it. Unmatched transfers older than their link are not told.
 *
 * @returns true when nothing is left to scan; false when the endpoints failed and it should be tried again.
 */
export async function runPendingScans(chain: FollowedChain): Promise<boolean> {
  const { context, chainId } = chain;
  const { kysely } = context.database;
  for (;;) {
    const links = await kysely
      .selectFrom('pending_scans')
      .innerJoin('links', 'links.id', 'pending_scans.link_id')
      .select(['link_id', 'links.created_at', 'links.account'])
      .where('chain_id', '=', chainId)
      .limit(batchSize)
      .execute();
    if (links.length === 0) return true;
    const ids = links.map((link) => link.link_id);
    const watches = await kysely
      .selectFrom('watches')
      .select('address')
      .distinct()
      .where('link_id', 'in', ids)
      .where('chain_id', '=', chainId)
      .execute();
    const addresses = watches.map((watch) => watch.address as `0x${string}`);
    chain.watched.add(addresses);
    const transfers = await scanRecentTransfers(chain.pool, chain.tokens, addresses, chain.signal);
    if (!transfers.ok) return false;
    const found = await attributeTransfers(kysely, chainId, transfers.value, chain.calldataOf);
    const accounts = new Map(links.map((link) => [link.account, link.created_at]));
    const told = found.filter(({ account, transfer, attribution }) => {
      const since = accounts.get(account);
      if (since === undefined) return false;
      return attribution.kind === 'credited' || transfer.blockTime >= Math.floor(since / 1_000);
    });
    const signals = await transact(kysely, async (trx) => {
      const cursor = await trx
        .selectFrom('chain_cursors')
        .select('block_number')
        .where('chain_id', '=', chainId)
        .executeTakeFirst();
      const options = {
        tip: BigInt(cursor?.block_number ?? 0),
        now: context.now(),
        perDay: context.config.limits.transfersPerDay,
      };
      const recorded = await recordTransfers(trx, await withoutOrphans(trx, chainId, told), options);
      await trx.deleteFrom('pending_scans').where('chain_id', '=', chainId).where('link_id', 'in', ids).execute();
      return recorded;
    });
    await context.hub.publish(signals);
  }
}

/**
 * Leaves out what stands in a block other than the one that was applied at its height: an endpoint that lags behind a
 * reorganisation still shows it, and no event would ever reverse it.
 */
async function withoutOrphans(
  trx: RelayTransaction,
  chainId: number,
  found: readonly AccountAttribution[],
): Promise<AccountAttribution[]> {
  const kept: AccountAttribution[] = [];
  for (const one of found) {
    const applied = await trx
      .selectFrom('chain_headers')
      .select('hash')
      .where('chain_id', '=', chainId)
      .where('number', '=', Number(one.transfer.blockNumber))
      .executeTakeFirst();
    if (applied === undefined || applied.hash === one.transfer.blockHash) kept.push(one);
  }
  return kept;
}
