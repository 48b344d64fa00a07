import { attribute, wantsCalldata, type Attribution } from '../../shared/payment/attribution.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import type { Database } from '../storage/transact.ts';
import { findWatchedPlaces, loadWatches, type TransferWithCalldata } from './load-watches.ts';

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
    for (const hit of hits) {
      const attribution = attribute(hit.transfer, hit.calldata, index);
      if (attribution.kind !== 'ignored') results.push({ account, transfer: hit.transfer, attribution });
    }
  }
  return results;
}
