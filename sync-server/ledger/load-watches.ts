import { taggedTransfers } from '../../shared/payment/payment-tag.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { createWatchIndex, type LiveWatchIndex } from '../../shared/payment/watch-index.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { RelaySchema } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';
import { toWatch } from './to-watch.ts';

/** A transfer with its transaction's calldata, where that was fetched. */
export interface TransferWithCalldata {
  readonly transfer: TransferLog;
  readonly calldata: string | undefined;
}

type Place = RelaySchema['watched_places'];

/** Addresses asked for in one query: well below SQLite's limit of 32,766 parameters. */
const chunkSize = 1_000;
/** Watches that answer one lookup; more than attribution can name anyway. Those monitored longest come first. */
const lookupLimit = 20;

/** Which accounts watch which of these addresses, in one query for a thousand addresses. */
export async function findWatchedPlaces(db: Database, chainId: number, addresses: Iterable<string>): Promise<Place[]> {
  const wanted = [...new Set(addresses)];
  const places: Place[] = [];
  for (let at = 0; at < wanted.length; at += chunkSize)
    places.push(
      ...(await db
        .selectFrom('watched_places')
        .selectAll()
        .where('chain_id', '=', chainId)
        .where('address', 'in', wanted.slice(at, at + chunkSize))
        .execute()),
    );
  return places;
}

/**
 * Loads what of one account's watches can matter to these transfers: those of own addresses, those that wait for exactly
 * these amounts, of the whole or of a rest, those that the calldata's tags name, and one for each token taken at a shared address. Lookups by index,
 * so the cost grows with the transfers and not with the open watches.
 */
export async function loadWatches(
  db: Database,
  account: string,
  hits: readonly TransferWithCalldata[],
  places: readonly Place[],
): Promise<LiveWatchIndex> {
  const found = new Map<string, Watch>();
  const keep = (rows: readonly RelaySchema['watches'][]): void => {
    for (const row of rows) found.set(keyOf(row), { ...toWatch(row), ...found.get(keyOf(row)) });
  };
  for (const { chain_id, address, token } of places) {
    const at = db
      .selectFrom('watches')
      .selectAll()
      .where('chain_id', '=', chain_id)
      .where('address', '=', address)
      .where('account', '=', account);
    keep(await at.where('own_address', '=', 1).orderBy('monitor_until', 'desc').limit(lookupLimit).execute());
    keep(await at.where('token', '=', token).limit(1).execute());
  }
  for (const { transfer, calldata } of hits) {
    const amount = String(transfer.units);
    const at = db
      .selectFrom('watches')
      .selectAll()
      .where('chain_id', '=', transfer.chainId)
      .where('address', '=', transfer.to)
      .where('account', '=', account)
      .where('token', '=', transfer.token)
      .orderBy('monitor_until', 'desc')
      .limit(lookupLimit);
    keep(await at.where('tagged', '=', amount).execute());
    keep(await at.where('exact', '=', amount).execute());
    for (const row of await findRests(db, account, transfer)) {
      const rest = { exact: BigInt(row.rest_exact), tagged: BigInt(row.rest_tagged) };
      found.set(keyOf(row), { ...toWatch(row), rest });
    }
    for (const { tag } of calldata === undefined ? [] : taggedTransfers(calldata))
      keep(
        await db
          .selectFrom('watches')
          .selectAll()
          .where('tag', '=', tag)
          .where('chain_id', '=', transfer.chainId)
          .where('account', '=', account)
          .limit(lookupLimit)
          .execute(),
      );
  }
  return createWatchIndex(found.values());
}

/** The watches whose rest is exactly a transfer's amount, the tail included or left off. */
function findRests(db: Database, account: string, transfer: TransferLog) {
  const amount = String(transfer.units);
  return db
    .selectFrom('rests')
    .innerJoin('watches', (join) =>
      join
        .onRef('watches.link_id', '=', 'rests.link_id')
        .onRef('watches.chain_id', '=', 'rests.chain_id')
        .onRef('watches.token', '=', 'rests.token')
        .onRef('watches.address', '=', 'rests.address'),
    )
    .selectAll('watches')
    .select(['rests.exact as rest_exact', 'rests.tagged as rest_tagged'])
    .where('rests.chain_id', '=', transfer.chainId)
    .where('rests.address', '=', transfer.to)
    .where('rests.account', '=', account)
    .where('rests.token', '=', transfer.token)
    .where((where) => where.or([where('rests.tagged', '=', amount), where('rests.exact', '=', amount)]))
    .orderBy('watches.monitor_until', 'desc')
    .limit(lookupLimit)
    .execute();
}

function keyOf(row: RelaySchema['watches']): string {
  return `${row.link_id}:${row.chain_id}:${row.token}:${row.address}`;
}
