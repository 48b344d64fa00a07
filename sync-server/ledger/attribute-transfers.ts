import { attribute, wantsCalldata, type Attribution } from '../../shared/payment/attribution.ts';
import { transferKey, type TransferLog } from '../../shared/payment/transfer.ts';
import type { LiveWatchIndex } from '../../shared/payment/watch-index.ts';
import type { Database } from '../storage/transact.ts';
import { findWatchedPlaces, loadWatches, type TransferWithCalldata } from './load-watches.ts';
import { readRests } from './store-rests.ts';

/** What a transfer is to one account that watches its recipient. */
export interface AccountAttribution {
  readonly account: string;
  readonly transfer: TransferLog;
  readonly attribution: Exclude<Attribution, { kind: 'ignored' }>;
}

/** Fetches a transaction's calldata; undefined where nobody has the transaction. Waits while no endpoint answers. */
export type CalldataSource = (txHash: `0x${string}`) => Promise<string | undefined>;

/**
 * Says whose payments these transfers of one chain are. Each account is judged by its own watches alone: nobody can make
 * another's payment ambiguous by watching the same address. Calldata is fetched once per transaction, and only where the
 * rules want it.
 */
export async function attributeTransfers(
  db: Database,
  chainId: number,
  transfers: readonly TransferLog[],
  calldataOf: CalldataSource,
): Promise<AccountAttribution[]> {
  if (transfers.length === 0) return [];
  const places = await findWatchedPlaces(
    db,
    chainId,
    transfers.map((transfer) => transfer.to),
  );
  const byAddress = Map.groupBy(places, (place) => place.address);
  const watched = transfers.filter((transfer) => byAddress.has(transfer.to));
  const calldata = new Map<string, string | undefined>();
  const results: AccountAttribution[] = [];
  for (const [account, accountPlaces] of Map.groupBy(places, (place) => place.account)) {
    const addresses = new Set(accountPlaces.map((place) => place.address));
    const own = watched.filter((transfer) => addresses.has(transfer.to));
    const first = await loadWatches(
      db,
      account,
      own.map((transfer) => ({ transfer, calldata: undefined })),
      accountPlaces,
    );
    const hits: TransferWithCalldata[] = [];
    for (const transfer of own) {
      const wanted = wantsCalldata(transfer, first);
      if (wanted && !calldata.has(transfer.txHash)) calldata.set(transfer.txHash, await calldataOf(transfer.txHash));
      hits.push({ transfer, calldata: wanted ? calldata.get(transfer.txHash) : undefined });
    }
    const isTold = hits.some((hit) => hit.calldata !== undefined);
    const index = isTold ? await loadWatches(db, account, hits, accountPlaces) : first;
    results.push(...(await attributeInTurn(db, account, hits, index)));
  }
  return results;
}

/**
 * Attributes one account's transfers one after another: what a link waits for after a part payment counts for the next
 * transfer already, also within one block (a reorganisation can put both there).
 */
async function attributeInTurn(
  db: Database,
  account: string,
  hits: readonly TransferWithCalldata[],
  index: LiveWatchIndex,
): Promise<AccountAttribution[]> {
  const results: AccountAttribution[] = [];
  const coming = new Map<string, Map<string, TransferLog>>();
  for (const [at, { transfer, calldata }] of hits.entries()) {
    const attribution = attribute(transfer, calldata, index);
    if (attribution.kind === 'ignored') continue;
    results.push({ account, transfer, attribution });
    if (attribution.kind !== 'credited' || attribution.watch.ownAddress || at === hits.length - 1) continue;
    const { linkId } = attribution.watch;
    const ofLink = coming.get(linkId) ?? new Map<string, TransferLog>();
    coming.set(linkId, ofLink.set(transferKey(transfer), transfer));
    const { watches } = await readRests(db, linkId, ofLink);
    index.removeLink(linkId);
    for (const watch of watches) index.add(watch);
  }
  return results;
}
