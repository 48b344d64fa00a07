import type { TransferLog } from '../../shared/payment/transfer.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { RelaySchema } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';

/** What one account has to do with some transfers of one chain. */
export interface OwnedAddresses {
  readonly account: string;
  /** Those of the transfers' recipients and senders that are the account's, on whatever chain. */
  readonly addresses: ReadonlySet<string>;
  /** The tokens that its links take at them on this chain. */
  readonly places: readonly RelaySchema['watched_places'][];
}

/** Finds the accounts whose addresses these transfers went to; a few queries for a thousand transfers. */
export async function findOwners(
  db: Database,
  chainId: number,
  transfers: readonly TransferLog[],
): Promise<OwnedAddresses[]> {
  const recipients = await inChunks(distinct(transfers.map(({ to }) => to)), (some) =>
    db.selectFrom('noticed').selectAll().where('address', 'in', some).execute(),
  );
  if (recipients.length === 0) return [];
  const noticed = new Set(recipients.map(({ address }) => address));
  const hits = transfers.filter(({ to }) => noticed.has(to));
  const senders = await inChunks(distinct(hits.map(({ from }) => from)), (some) =>
    db.selectFrom('noticed').selectAll().where('address', 'in', some).execute(),
  );
  const places = await inChunks(distinct(hits.map(({ to }) => to)), (some) =>
    db.selectFrom('watched_places').selectAll().where('chain_id', '=', chainId).where('address', 'in', some).execute(),
  );
  const byAccount = Map.groupBy([...recipients, ...senders], ({ account }) => account);
  const accounts = new Set(recipients.map(({ account }) => account));
  return [...accounts].map((account) => ({
    account,
    addresses: new Set((byAccount.get(account) ?? []).map(({ address }) => address)),
    places: places.filter((place) => place.account === account),
  }));
}

function distinct(addresses: readonly string[]): string[] {
  return [...new Set(addresses)];
}
