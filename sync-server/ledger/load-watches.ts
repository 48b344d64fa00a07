import { pow10 } from '../../shared/money/decimal.ts';
import { findToken, tokens } from '../../shared/money/token.ts';
import { taggedTransfers } from '../../shared/payment/payment-tag.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { createWatchIndex, type LiveWatchIndex } from '../../shared/payment/watch-index.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { WatchRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';
import type { OwnedAddresses } from './owned-addresses.ts';
import { toWatch } from './to-watch.ts';

/** A transfer with its transaction's calldata, where that was fetched. */
export interface TransferWithCalldata {
  readonly transfer: TransferLog;
  readonly calldata: string | undefined;
}

/** Watches that answer one lookup; more than attribution can name anyway. Those monitored longest come first. */
const lookupLimit = 20;
/** Transfers that are looked up at a time: fewer than a pool has connections. */
const hitsAtOnce = 6;

/**
 * Loads what of one account's watches can matter to these transfers of one chain: those of own addresses,
 * those that wait for exactly these amounts, of the whole or of a rest, those that the calldata's tags name,
 * and one for each token taken at a shared address. Lookups by index, so the cost grows with the transfers and
 * not with the open watches.
 */
export async function loadWatches(
  db: Database,
  owned: OwnedAddresses,
  hits: readonly TransferWithCalldata[],
): Promise<LiveWatchIndex> {
  const { account, places } = owned;
  const found = new Map<string, Watch>();
  const keep = (rows: readonly WatchRow[]): void => rows.forEach((row) => found.set(keyOf(row), toWatch(row)));
  const [place] = places;
  if (place) keep(await findOwn(db, account, place.chain_id, new Set(places.map(({ address }) => address))));
  // Where an invoice has an address alone, nothing else counts.
  const alone = new Set<string>([...found.values()].map((watch) => watch.address));
  for (const { chain_id, address, token } of places) {
    if (alone.has(address)) continue;
    const at = db
      .selectFrom('watches')
      .selectAll()
      .where('chain_id', '=', chain_id)
      .where('address', '=', address)
      .where('account', '=', account)
      .where('token', '=', token);
    keep(await at.limit(1).execute());
  }
  const shared = hits.filter(({ transfer }) => !alone.has(transfer.to));
  for (let from = 0; from < shared.length; from += hitsAtOnce) {
    const some = shared.slice(from, from + hitsAtOnce).map((hit) => findFitting(db, account, hit));
    for (const rows of await Promise.all(some)) keep(rows);
  }
  await addRests(db, found);
  return createWatchIndex(found.values(), owned.addresses);
}

/** The watches at addresses that one invoice has alone. */
function findOwn(db: Database, account: string, chainId: number, addresses: ReadonlySet<string>): Promise<WatchRow[]> {
  return inChunks([...addresses], (some) =>
    db
      .selectFrom('watches')
      .selectAll()
      .where('chain_id', '=', chainId)
      .where('address', 'in', some)
      .where('account', '=', account)
      .where('own_address', '=', 1)
      .orderBy('monitor_until', 'desc')
      .limit(lookupLimit * some.length)
      .execute(),
  );
}

/** The watches that a transfer may be for, by its amount and its tags. */
async function findFitting(
  db: Database,
  account: string,
  { transfer, calldata }: TransferWithCalldata,
): Promise<WatchRow[]> {
  const amount = String(transfer.units);
  const at = db
    .selectFrom('watches')
    .selectAll()
    .where('chain_id', '=', transfer.chainId)
    .where('address', '=', transfer.to)
    .where('account', '=', account)
    .where('token', '=', transfer.token);
  const latest = at.orderBy('monitor_until', 'desc').limit(lookupLimit);
  // Those that ask for it now, however many paid ones share the amount.
  const asking = at.where('asks', '=', 1).where('issued_at', '<=', transfer.blockTime);
  return [
    ...(await latest.where('tagged', '=', amount).execute()),
    ...(await latest.where('exact', '=', amount).execute()),
    ...(await asking.where('exact', '=', amount).limit(lookupLimit).execute()),
    ...(await findRests(db, account, transfer)),
    ...(await findTagged(db, account, calldata, transfer.chainId)),
  ];
}

/**
 * Adds to an index what a transfer that no rule credits may have been meant for: watches at its address for its amount
 * in another token or on another chain, and those of the invoice that owns the address there or whose tag it carries.
 */
export async function addNearMisses(
  db: Database,
  account: string,
  { transfer, calldata }: TransferWithCalldata,
  index: LiveWatchIndex,
): Promise<void> {
  const at = db
    .selectFrom('watches')
    .selectAll()
    .where('address', '=', transfer.to)
    .where('account', '=', account)
    .limit(lookupLimit);
  const amounts = sameWorths(transfer);
  const own = await at.where('own_address', '=', 1).where('chain_id', '!=', transfer.chainId).execute();
  const tagged = amounts.length > 0 ? await at.where('tagged', 'in', amounts).execute() : [];
  const exact = amounts.length > 0 ? await at.where('exact', 'in', amounts).execute() : [];
  const byTag = await findTagged(db, account, calldata);
  for (const row of [...own, ...byTag, ...tagged, ...exact]) {
    const watch = toWatch(row);
    if (!index.has(watch)) index.add(watch);
  }
}

/** The amounts, in decimals of any known token, that are worth what a transfer moved. */
function sameWorths({ chainId, token, units }: TransferLog): string[] {
  const sent = findToken(chainId, token);
  if (!sent) return [];
  const whole = pow10(sent.decimals);
  return decimalsInUse.flatMap((decimals) => {
    const worth = units * pow10(decimals);
    return worth % whole === 0n ? [String(worth / whole)] : [];
  });
}

const decimalsInUse = [...new Set(tokens.map((token) => token.decimals))];

async function findTagged(db: Database, account: string, calldata: string | undefined, chainId?: number) {
  const tags = calldata === undefined ? [] : taggedTransfers(calldata).map(({ tag }) => tag);
  if (tags.length === 0) return [];
  const named = db.selectFrom('watches').selectAll().where('tag', 'in', tags).where('account', '=', account);
  const here = chainId === undefined ? named : named.where('chain_id', '=', chainId);
  return here.limit(lookupLimit * tags.length).execute();
}

/** The watches whose rest is exactly a transfer's amount, the tail included or left off. */
function findRests(db: Database, account: string, transfer: TransferLog): Promise<WatchRow[]> {
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
    .where('rests.chain_id', '=', transfer.chainId)
    .where('rests.address', '=', transfer.to)
    .where('rests.account', '=', account)
    .where('rests.token', '=', transfer.token)
    .where((where) => where.or([where('rests.tagged', '=', amount), where('rests.exact', '=', amount)]))
    .orderBy('watches.monitor_until', 'desc')
    .limit(lookupLimit)
    .execute();
}

/** Puts its rest to every watch that has one. */
async function addRests(db: Database, found: Map<string, Watch>): Promise<void> {
  const links = [...new Set([...found.values()].map(({ linkId }) => linkId))];
  const rests = await inChunks(links, (some) =>
    db.selectFrom('rests').selectAll().where('link_id', 'in', some).execute(),
  );
  for (const row of rests) {
    const watch = found.get(keyOf(row));
    const rest = { exact: BigInt(row.exact), tagged: BigInt(row.tagged) };
    if (watch) found.set(keyOf(row), { ...watch, rest });
  }
}

function keyOf(row: Pick<WatchRow, 'link_id' | 'chain_id' | 'token' | 'address'>): string {
  return `${row.link_id}:${row.chain_id}:${row.token}:${row.address}`;
}
