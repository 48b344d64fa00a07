import { restToPay, unpaidShare, type SharePayment } from '../../shared/payment/rest.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { Database, RelayTransaction } from '../storage/transact.ts';
import { readLinkPayments } from './read-link-payments.ts';
import { toWatch } from './to-watch.ts';

/**
 * Works out anew which rest each of these links waits for, in each of its tokens, after payments of theirs were credited
 * or reversed. Costs one look at a link's own payments and watches, however many links there are.
 *
 * Call it after the payments' events were told: telling takes the account's row, so two chains that credit one link at the
 * same time do this one after the other, and the second sees the first's payment.
 */
export async function storeRests(trx: RelayTransaction, linkIds: readonly (string | null)[]): Promise<void> {
  for (const linkId of new Set(linkIds)) {
    if (linkId === null) continue;
    await trx.deleteFrom('rests').where('link_id', '=', linkId).execute();
    const { account, watches } = await readRests(trx, linkId);
    const rows = watches.flatMap(({ rest, chainId, token, address }) =>
      rest === undefined
        ? []
        : [
            {
              link_id: linkId,
              account,
              chain_id: chainId,
              token,
              address,
              exact: String(rest.exact),
              tagged: String(rest.tagged),
            },
          ],
    );
    if (rows.length > 0) await trx.insertInto('rests').values(rows).execute();
  }
}

/** Payments that are not in the database yet, by the key of their transfer. */
export type ComingPayments = ReadonlyMap<string, SharePayment>;

/** A link's watches with the rest that each waits for after all payments in the database, and those that are coming. */
export async function readRests(
  db: Database,
  linkId: string,
  coming: ComingPayments = new Map(),
): Promise<{ account: string; watches: Watch[] }> {
  const rows = await db.selectFrom('watches').selectAll().where('link_id', '=', linkId).execute();
  const watches = rows.map(toWatch);
  const paid = new Map<string, SharePayment>();
  for (const row of await readLinkPayments(db, linkId))
    if (row.state !== 'reversed') paid.set(row.key, { chainId: row.chain_id, token: row.token, units: row.units });
  for (const [key, payment] of coming) paid.set(key, payment);
  const share = unpaidShare(watches, [...paid.values()]);
  const isPart = paid.size > 0 && share.part < share.whole;
  return {
    account: rows[0]?.account ?? '',
    watches: watches.map((watch) => {
      const rest = isPart && !watch.ownAddress ? restToPay(watch, share) : null;
      return rest ? { ...watch, rest } : watch;
    }),
  };
}
